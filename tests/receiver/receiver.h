// A webhook receiver on a real socket: HTTP/1.1 with keep-alive on 127.0.0.1, on a thread of its own. It keeps every
// request, checks its Standard Webhooks signature, and answers as well or as badly as it is told.
// It serves from the end of the constructor until the destructor, which ends every connection and joins the thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "receiver/delivery_queue.h"

namespace receiver {

struct Options {
  std::uint16_t port = 0;              ///< 0: any free one
  std::vector<std::string> secrets{};  ///< whsec_…, or plain text; several while one is being replaced
  /// Called on the receiver's thread for each delivery, before it is answered. Must not throw.
  std::function<void(const Delivery&)> on_delivery{};
};

/// Every member may be called from any thread.
class Receiver {
 public:
  /// Throws std::invalid_argument for a bad secret, boost::system::system_error for a port.
  explicit Receiver(Options options = {});
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  std::uint16_t port() const;
  /// "http://127.0.0.1:PORT/alerts"; any other target is taken, too.
  std::string url() const;

  /// All deliveries so far, in order, including those answered with an error.
  std::vector<Delivery> deliveries() const;
  /// Whether at least `count` have arrived, waiting up to `timeout` for them.
  bool wait_for(std::size_t count, std::chrono::milliseconds timeout) const;
  void clear();

  /// The default answer; initially 200 without a body.
  void answer(const Answer& answer);
  /// For the next `times` requests only: answer({.status = 503}, 2).
  void answer(const Answer& answer, std::size_t times);

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace receiver
