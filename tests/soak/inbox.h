// The other end of the webhook: a receiver that remembers which events came, and how often. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "receiver/receiver.h"

namespace noticed::soak {

class Inbox {
 public:
  explicit Inbox(const std::string& secret);

  std::string url() const { return receiver_->url(); }
  /// Messages so far; their different events; how many arrived twice at the same address.
  std::uint64_t messages() const;
  std::uint64_t events() const;
  std::uint64_t repeated() const;
  /// Messages with an invalid signature.
  std::uint64_t unsigned_ones() const;
  bool has(const std::string& id) const;
  /// Discards the bodies that the receiver keeps.
  void tidy() { receiver_->clear(); }

 private:
  void take(const receiver::Delivery& delivery);

  mutable std::mutex mutex_;
  std::unordered_set<std::string> events_;     // by webhook-id
  std::unordered_set<std::string> addressed_;  // by address and webhook-id
  std::uint64_t messages_ = 0;
  std::uint64_t unsigned_ = 0;
  std::unique_ptr<receiver::Receiver> receiver_;  // its thread calls take()
};

}  // namespace noticed::soak
