#include "codearts/test_client.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "codearts/exchange.h"

namespace codearts::test {

namespace asio = boost::asio;

Call get(const std::string& target, const std::string& token) {
  Call call(http::verb::get, target, 11);
  call.set(http::field::host, "127.0.0.1");
  if (!token.empty()) call.set("X-Auth-Token", token);
  return call;
}

Call post(const std::string& target, const Json& body) {
  Call call(http::verb::post, target, 11, body.dump());
  call.set(http::field::host, "127.0.0.1");
  call.prepare_payload();
  return call;
}

Answer send(std::uint16_t port, const Call& call) {
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  socket.connect({asio::ip::address_v4::loopback(), port});
  return exchange(socket, call);
}

}  // namespace codearts::test
