#include "daemon/watch/schedule.h"

#include <algorithm>

#include "pollers/backoff.h"

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

void Schedule::at_slot(std::uint32_t index, SteadyPoint slot, seconds interval) {
  at(index, slot + jitter(interval, random_));
}

std::optional<SteadyPoint> Schedule::next() const {
  const auto item = first();
  if (!item) return {};
  return item->due;
}

std::optional<Schedule::Item> Schedule::first() const {
  if (queue_.empty()) return {};
  const Entry entry = queue_.top();
  return Item{due_of(entry), static_cast<std::uint32_t>(entry & ((1U << kIndexBits) - 1U))};
}

std::optional<std::uint32_t> Schedule::take(SteadyPoint now) {
  const auto item = first();
  if (!item || item->due > now) return {};
  pop();
  return item->index;
}

SteadyPoint next_slot(SteadyPoint slot, SteadyPoint now, seconds interval) {
  const milliseconds step{interval};
  const auto missed = now >= slot ? (now - slot) / step : 0;
  return slot + step * (missed + 1);
}

SteadyPoint first_slot(std::size_t index, std::size_t count, SteadyPoint now, seconds interval) {
  const auto whole = static_cast<std::uint64_t>(milliseconds{interval}.count());
  return now - interval + milliseconds{static_cast<std::int64_t>(whole * index / count)};
}

milliseconds catch_up_delay(std::size_t position, std::size_t overdue, seconds shortest_interval) {
  constexpr milliseconds kGentle{20};
  const auto turn = static_cast<std::int64_t>(position);
  return std::min(kGentle * turn, milliseconds{shortest_interval} * turn / static_cast<std::int64_t>(overdue));
}

}  // namespace noticed
