// A server on loopback that is as fair as the simulated cloud, or behaves as badly as it is told: a thread for each
// connection, plain sockets, so that any bytes can be said at any pace. It may also be the other end of a webhook.
// Every member may be called from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace noticed::weather {

/// One request's connection, while it is answered. Its thread only.
class Talk {
 public:
  Talk(int socket, const std::atomic<bool>& over) : socket_(socket), over_(over) {}

  /// False: the other side has closed the connection, or the server ends.
  bool say(std::string_view bytes);
  bool wait(std::chrono::milliseconds pause);
  /// The connection ends by RST.
  void reset();

 private:
  int socket_;
  const std::atomic<bool>& over_;
};

class BadServer {
 public:
  /// What to answer to a request's head. The connection is closed afterwards.
  using Behaviour = std::function<void(Talk&, const std::string& head)>;
  /// The complete correct answer to a target, or to a posted body.
  using Fair = std::function<std::string(const std::string& target)>;

  explicit BadServer(Fair fair);
  ~BadServer();
  BadServer(const BadServer&) = delete;
  BadServer& operator=(const BadServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// From the next request on; null: answers correctly again.
  void behave(Behaviour behaviour);
  /// Requests answered with a fault; connections open now, and their maximum.
  std::uint64_t attacks() const { return attacks_; }
  unsigned most_at_once() const { return most_; }

 private:
  struct Guest {
    int socket = -1;
    std::atomic<bool> gone{false};
    std::thread thread;
  };
  void accept_all();
  void serve(Guest& guest);
  void answer(Talk& talk, const std::string& head, bool& keep);
  void see_out(bool all);

  Fair fair_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> over_{false};
  std::atomic<std::uint64_t> attacks_{0};
  std::atomic<unsigned> open_{0};
  std::atomic<unsigned> most_{0};
  std::mutex mutex_;
  Behaviour behaviour_;
  std::list<Guest> guests_;  // accepting thread only
  std::thread accepting_;
};

}  // namespace noticed::weather
