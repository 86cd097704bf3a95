// A small HTTP/1.1 server for monitoring and for the control socket: serves a table of routes, with all sizes and times
// limited, so that no client can block the loop or fill the memory. Plain HTTP without authentication: meant for
// loopback, a Unix socket, or a trusted network. It is auxiliary: if listening fails it retries, and polling goes on.
// Loop thread only. Alarms of the Loop disconnect slow clients.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "daemon/admin/admin_request.h"
#include "daemon/config/listen.h"
#include "pollers/loop.h"

namespace noticed {

struct AdminLimits {
  std::size_t connections = 32;                // further ones are turned away
  std::size_t turned_away = 0;                 // so many of these at a time are told so (503); others are just closed
  std::size_t requests = 100;                  // per connection
  std::uint32_t header = 8 * 1024;             // bytes of request line and headers
  std::size_t answer = std::size_t{4} << 20U;  // bytes; a longer response is not sent
  std::size_t unread = std::size_t{1} << 20U;  // bytes of an answer in pieces that the client has not read
  std::chrono::milliseconds patience{10'000};  // for a request, since the last response; for reading a response
  std::chrono::milliseconds again{10'000};     // until listening is retried
};

class AdminServer {
 public:
  /// Called with "" when it begins to listen, and with the cause and the remedy when it cannot, once per cause. Never
  /// called from within the constructor.
  using Turn = std::function<void(const std::string& trouble)>;

  /// `loop`, and what `routes` and `turn` refer to, must outlive it.
  AdminServer(const boost::asio::any_io_executor& executor, Loop& loop, ListenAddress address, AdminRoutes routes,
              Turn turn, AdminLimits limits = {});
  /// The same as stop().
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  /// Listens from now on, or as soon as the address is available.
  void start();
  /// The address it listens at; with the actual port if any free one was requested.
  const ListenAddress& address() const;
  /// Why it does not listen, as passed to Turn; empty if it does.
  const std::string& trouble() const;
  /// How often listening failed.
  std::uint64_t failures() const;
  std::size_t connections() const;
  /// Closes everything; no handler is called any more.
  void stop();

 private:
  class Acceptor;
  std::shared_ptr<Acceptor> acceptor_;
};

}  // namespace noticed
