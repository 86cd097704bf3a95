// One request and its answer over an open stream, plain or TLS. Heavy to compile: others include test_client.h.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <limits>

#include "codearts/test_client.h"

namespace codearts::test {

/// Sends `call` and reads the whole answer.
template <class Stream>
Answer exchange(Stream& stream, const Call& call) {
  Answer answer;
  http::write(stream, call, answer.error);
  if (answer.error) return answer;
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());
  http::read(stream, buffer, parser, answer.error);
  answer.message = parser.release();
  return answer;
}

}  // namespace codearts::test
