// A plain blocking HTTP client for tests: one connection per call, and what went wrong as a value.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include "codearts/json.h"

namespace codearts::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;

struct Answer {
  http::response<http::string_body> message;
  boost::system::error_code error;  ///< why no whole answer came

  unsigned status() const { return message.result_int(); }
  const std::string& body() const { return message.body(); }
  Json json() const { return Json::parse(message.body()); }
};

using Call = http::request<http::string_body>;

inline Call get(const std::string& target, const std::string& token = "t1") {
  Call call(http::verb::get, target, 11);
  call.set(http::field::host, "127.0.0.1");
  if (!token.empty()) call.set("X-Auth-Token", token);
  return call;
}

inline Call post(const std::string& target, const Json& body) {
  Call call(http::verb::post, target, 11, body.dump());
  call.set(http::field::host, "127.0.0.1");
  call.prepare_payload();
  return call;
}

/// Sends `call` over an open stream and reads the whole answer.
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

inline Answer send(std::uint16_t port, const Call& call) {
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  socket.connect({asio::ip::address_v4::loopback(), port});
  return exchange(socket, call);
}

}  // namespace codearts::test
