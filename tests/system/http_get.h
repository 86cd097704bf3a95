// A GET by hand, for what the program and Prometheus serve on loopback.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <string>

#include "pollers/loopback.h"

namespace noticed::test {

/// Status and body: "200 alive\n"; "000 " and nothing where nobody answers.
inline std::string http_get(std::uint16_t port, const std::string& path) {
  boost::asio::io_context io;
  Tcp::socket socket(io);
  boost::system::error_code error;
  socket.connect(Tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), port), error);
  if (error) return "000 ";
  say(socket, "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
  std::string answer;
  boost::asio::read(socket, boost::asio::dynamic_buffer(answer), error);
  const auto end = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.") || end == std::string::npos) return "000 ";
  return answer.substr(9, 4) + answer.substr(end + 4);
}

}  // namespace noticed::test
