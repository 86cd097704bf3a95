// Are so many changes at once to be believed? Pure: time is a parameter. Network thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "storage/model/clock.h"

namespace noticed {

/// Breaker: if more than half of an account's resources, and more than 20, would change within one interval, an error
/// of the cloud is more likely than that many edits. One per account.
class Breaker {
 public:
  /// Records that a poll of `resource` would change something, or did.
  void record(std::uint32_t resource, SteadyPoint now);
  /// Open: a poll that would change something must be confirmed by a second request.
  bool is_open(std::size_t watched, std::chrono::seconds interval, SteadyPoint now);

 private:
  struct Seen {
    SteadyPoint at;
    std::uint32_t resource;
  };
  std::deque<Seen> order_;
  std::unordered_map<std::uint32_t, SteadyPoint> last_;
};

}  // namespace noticed
