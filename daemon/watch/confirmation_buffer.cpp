#include "daemon/watch/confirmation_buffer.h"

#include <algorithm>
#include <limits>

namespace noticed {

void ConfirmationBuffer::add(WatchList& list, std::uint32_t index, TimePoint started) {
  Watched& watched = list[index];
  if (watched.polls == 0) counted_.push_back(index);
  if (watched.polls < std::numeric_limits<std::uint16_t>::max()) ++watched.polls;
  watched.polled = started;
}

Confirmation ConfirmationBuffer::take(Watched& watched) const {
  Confirmation counted;
  counted.resource = watched.resource;
  counted.next_due = clock_.wall() + (watched.slot - clock_.steady());
  counted.failures = watched.failures;
  if (watched.polls == 0) return counted;
  counted.polls = watched.polls;
  counted.polled = watched.polled;
  const bool failing = watched.sections.failing != 0;
  const bool all_failing = (watched.wanted & ~watched.sections.failing & ~watched.sections.unsupported) == 0;
  counted.failed_polls = failing ? watched.polls : 0U;
  if (!all_failing) counted.confirmed = watched.polled;
  if (!failing) counted.ok = watched.polled;
  watched.polls = 0;
  return counted;
}

std::vector<Confirmation> ConfirmationBuffer::take_all(WatchList& list) {
  std::sort(counted_.begin(), counted_.end());  // neighbours in the table are written together
  std::vector<Confirmation> all;
  all.reserve(counted_.size());
  for (const auto index : counted_)
    if (list[index].polls > 0) all.push_back(take(list[index]));
  clear();
  return all;
}

}  // namespace noticed
