// The maximum of the values added within the last minute. Pure: time is a parameter.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <utility>

#include "storage/model/clock.h"

namespace noticed {

class SlidingMax {
 public:
  void add(std::chrono::milliseconds value, SteadyPoint now) {
    while (!kept_.empty() && (old(kept_.front().first, now) || kept_.size() >= kMost)) kept_.pop_front();
    kept_.emplace_back(now, value);
  }
  std::chrono::milliseconds most(SteadyPoint now) const {
    std::chrono::milliseconds most{0};
    for (const auto& [at, value] : kept_)
      if (!old(at, now)) most = std::max(most, value);
    return most;
  }

 private:
  static constexpr std::size_t kMost = 64;
  static bool old(SteadyPoint at, SteadyPoint now) { return now - at > std::chrono::minutes{1}; }
  std::deque<std::pair<SteadyPoint, std::chrono::milliseconds>> kept_;
};

}  // namespace noticed
