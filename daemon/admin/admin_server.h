// A small HTTP/1.1 server for those who watch the daemon: GET and HEAD, no bodies, everything bounded, so that no
// client can hold up the loop or fill the memory. Plain HTTP, no sign-in: meant for loopback, or for a network that is
// trusted. Loop thread only. The alarms of the Loop cut off whoever is slow.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

#include "daemon/admin/admin_request.h"
#include "pollers/loop.h"

namespace noticed {

/// The address cannot be listened on. `what()` names it, the cause and the remedy; `status()` is the program's exit
/// status.
class ListenError : public std::runtime_error {
 public:
  ListenError(int status, const std::string& message) : std::runtime_error(message), status_(status) {}
  int status() const { return status_; }

 private:
  int status_;
};

struct AdminLimits {
  std::size_t connections = 32;                // more are closed as they come
  std::size_t requests = 100;                  // on one connection
  std::uint32_t header = 8 * 1024;             // bytes of request line and headers
  std::size_t answer = std::size_t{4} << 20U;  // bytes; a longer one is not sent
  std::chrono::milliseconds patience{10'000};  // to send a request, from the answer before on; to take an answer
};

class AdminServer {
 public:
  /// Listens from now on. Throws ListenError. `loop` must outlive it, and so must what `handler` needs.
  AdminServer(const boost::asio::any_io_executor& executor, Loop& loop, const boost::asio::ip::tcp::endpoint& address,
              AdminHandler handler, AdminLimits limits = {});
  /// As stop().
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  /// Where it listens: with the port that was found, if any free one was asked for.
  boost::asio::ip::tcp::endpoint address() const;
  std::size_t connections() const;
  /// Closes everything; the handler is not called any more.
  void stop();

 private:
  class Acceptor;
  std::shared_ptr<Acceptor> acceptor_;
};

}  // namespace noticed
