// A small HTTP/1.1 server for those who watch the daemon: GET and HEAD, no bodies, everything bounded, so that no
// client can hold up the loop or fill the memory. Plain HTTP, no sign-in: meant for loopback, for a Unix socket, or for
// a network that is trusted. It is auxiliary: an address that cannot be had is tried again, and the watch goes on.
// Loop thread only. The alarms of the Loop cut off whoever is slow.
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
  std::size_t connections = 32;                // more are closed as they come
  std::size_t requests = 100;                  // on one connection
  std::uint32_t header = 8 * 1024;             // bytes of request line and headers
  std::size_t answer = std::size_t{4} << 20U;  // bytes; a longer one is not sent
  std::chrono::milliseconds patience{10'000};  // to send a request, from the answer before on; to take an answer
  std::chrono::milliseconds again{10'000};     // until an address that could not be had is tried again
};

class AdminServer {
 public:
  /// Told when it begins to listen (empty), and when it cannot: the address, the cause and the remedy, once for each
  /// cause. Never called from inside the constructor.
  using Turn = std::function<void(const std::string& trouble)>;

  /// `loop` must outlive it, and so must what `handler` and `turn` need.
  AdminServer(const boost::asio::any_io_executor& executor, Loop& loop, ListenAddress address, AdminHandler handler,
              Turn turn, AdminLimits limits = {});
  /// As stop().
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  /// Listens from now on, or as soon as the address can be had.
  void start();
  /// Where it listens: with the port that was found, if any free one was asked for.
  const ListenAddress& address() const;
  /// Why it does not listen, as it was told; empty: it does.
  const std::string& trouble() const;
  /// How often the address could not be had.
  std::uint64_t failures() const;
  std::size_t connections() const;
  /// Closes everything; the handler is not called any more.
  void stop();

 private:
  class Acceptor;
  std::shared_ptr<Acceptor> acceptor_;
};

}  // namespace noticed
