// A plain blocking HTTP client for tests: one connection per call, and what went wrong as a value.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <string>

#include "codearts/json.h"

namespace codearts::test {

namespace http = boost::beast::http;

struct Answer {
  http::response<http::string_body> message;
  boost::system::error_code error;  ///< why no whole answer came

  unsigned status() const { return message.result_int(); }
  const std::string& body() const { return message.body(); }
  Json json() const { return Json::parse(message.body()); }
};

using Call = http::request<http::string_body>;

Call get(const std::string& target, const std::string& token = "t1");
Call post(const std::string& target, const Json& body);

/// Sends `call` to a server on loopback and reads the whole answer. Throws boost::system::system_error if there is no
/// server.
Answer send(std::uint16_t port, const Call& call);

}  // namespace codearts::test
