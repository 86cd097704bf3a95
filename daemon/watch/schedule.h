// Due times in order. Pure: time is a parameter. Network thread only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

class Schedule {
 public:
  void at(std::uint32_t index, SteadyPoint due) { queue_.push(pack(due, index)); }

  /// What is due first, whenever that is; of those due at the same time the lowest index.
  struct Item {
    SteadyPoint due{};
    std::uint32_t index = 0;
  };
  std::optional<Item> first() const {
    if (queue_.empty()) return {};
    const Entry entry = queue_.top();
    return Item{due_of(entry), static_cast<std::uint32_t>(entry & ((1U << kIndexBits) - 1U))};
  }
  /// Removes first().
  void pop() { queue_.pop(); }

 private:
  /// Due time (40 bits of milliseconds: 17 years before and after the boot) above the index (24 bits): a heap of such
  /// words stays in the cache, and one comparison orders by time, then by inventory.
  using Entry = std::uint64_t;
  static constexpr unsigned kIndexBits = 24;
  static constexpr std::int64_t kBoot = std::int64_t{1} << 39U;
  static Entry pack(SteadyPoint due, std::uint32_t index) {
    const auto ms = std::max<std::int64_t>(0, due.time_since_epoch().count() + kBoot);
    return static_cast<Entry>(ms) << kIndexBits | index;
  }
  static SteadyPoint due_of(Entry entry) {
    return SteadyPoint{std::chrono::milliseconds{static_cast<std::int64_t>(entry >> kIndexBits) - kBoot}};
  }
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

}  // namespace noticed
