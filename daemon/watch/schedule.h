// Poll schedule: which resource is due next. Pure: time is a parameter, randomness is seeded. Network thread only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <queue>
#include <random>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

class Schedule {
 public:
  explicit Schedule(std::uint32_t seed) : random_(seed) {}

  /// Schedules a resource at its slot, +/- 5 % of the interval, so that the load is not predictable.
  void at_slot(std::uint32_t index, SteadyPoint slot, std::chrono::seconds interval);
  /// Schedules a resource at exactly `due`.
  void at(std::uint32_t index, SteadyPoint due) { queue_.push(pack(due, index)); }

  std::optional<SteadyPoint> next() const;
  /// What is due first, whenever that is.
  struct Item {
    SteadyPoint due{};
    std::uint32_t index = 0;
  };
  std::optional<Item> first() const;
  /// Removes first().
  void pop() { queue_.pop(); }
  /// Removes and returns the resource that is overdue longest; nullopt if none is due at `now`.
  std::optional<std::uint32_t> take(SteadyPoint now);
  std::size_t size() const { return queue_.size(); }

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
  std::minstd_rand random_;
};

/// The next slot: the first of slot + interval, slot + 2 * interval, … that is after `now`. A poll may end before its
/// slot, since it begins up to 5 % early: its slot counts as used all the same.
SteadyPoint next_slot(SteadyPoint slot, SteadyPoint now, std::chrono::seconds interval);

/// The first slot of resource `index` of `count` never polled ones: spread evenly over the interval that ends now, in
/// inventory order, so that neighbours in time are neighbours in the table.
SteadyPoint first_slot(std::size_t index, std::size_t count, SteadyPoint now, std::chrono::seconds interval);

/// Delay of the resource at `position` among those overdue at start: 20 ms per position, or less where they would
/// otherwise not all be polled within the shortest interval.
std::chrono::milliseconds catch_up_delay(std::size_t position, std::size_t overdue,
                                         std::chrono::seconds shortest_interval);

}  // namespace noticed
