// What arrived and what to answer, under one lock: written by the receiver's thread, read and waited for by tests.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace receiver {

/// By lower-case name; a name that came twice has its values joined by ", ".
using Headers = std::map<std::string, std::string, std::less<>>;

/// One request that arrived whole.
struct Delivery {
  std::string method{};
  std::string target{};
  Headers headers{};
  std::string body{};
  std::chrono::system_clock::time_point received_at{};
  bool signature_ok = false;        ///< a secret was given and one signature matches
  std::string signature_problem{};  ///< why not, for people
  unsigned answered = 0;            ///< the status; 0: the connection was reset
};

/// How to answer.
struct Answer {
  unsigned status = 200;
  std::string body{};
  Headers headers{};                   ///< added, for example {"retry-after", "3"}
  std::chrono::milliseconds delay{0};  ///< before the answer or the reset
  bool reset = false;                  ///< no answer: the connection is torn down
};

/// Thread-safe.
class DeliveryQueue {
 public:
  /// The default answer, used after the numbered ones.
  void answer(Answer answer);
  /// For the next `times` requests, after those already queued.
  void answer(Answer answer, std::size_t times);

  /// Records one delivery and says how to answer it; `answered` of `delivery` is filled in.
  Answer take(Delivery& delivery);

  std::vector<Delivery> all() const;
  /// Whether at least `count` have arrived, waiting up to `timeout` for them.
  bool wait_for(std::size_t count, std::chrono::milliseconds timeout) const;
  /// Forgets received deliveries; the answers stay.
  void clear();

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  std::vector<Delivery> deliveries_;
  std::deque<std::pair<Answer, std::size_t>> next_;
  Answer standing_;
};

}  // namespace receiver
