#include "daemon/watch/confirmation_buffer.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace noticed {

void ConfirmationBuffer::add(WatchList& list, const Watched& watched, SectionIndex section, TimePoint started) {
  SectionPoll& poll = list.poll(watched, section);
  if (poll.polls == 0) counted_.push_back(watched.sections_at + section);
  if (poll.polls < std::numeric_limits<std::uint8_t>::max()) ++poll.polls;
  poll.asked = started;
}

Confirmation ConfirmationBuffer::counted(WatchList& list, const Watched& watched, SectionIndex section) const {
  SectionPoll& poll = list.poll(watched, section);
  Confirmation counted;
  counted.resource = watched.resource;
  counted.section = section;
  counted.failing = poll.stored != kGood;
  counted.polls = std::exchange(poll.polls, std::uint8_t{0});
  counted.asked = poll.asked;
  counted.next_due = due_(watched, section);
  counted.failures = counted.failing ? poll.failures : 0U;
  return counted;
}

std::vector<Confirmation> ConfirmationBuffer::take(WatchList& list, const Watched& watched) const {
  std::vector<Confirmation> all;
  for (SectionIndex section = 0; section < section_count(watched.service); ++section)
    if (list.poll(watched, section).polls > 0) all.push_back(counted(list, watched, section));
  return all;
}

std::vector<Confirmation> ConfirmationBuffer::take_all(WatchList& list) {
  std::sort(counted_.begin(), counted_.end());  // neighbours in the table are written together
  std::vector<Confirmation> all;
  all.reserve(counted_.size());
  for (const auto index : counted_) {
    const SectionPoll& poll = list.polls()[index];
    const Watched& watched = list[poll.owner];
    if (poll.polls > 0) all.push_back(counted(list, watched, static_cast<SectionIndex>(index - watched.sections_at)));
  }
  clear();
  return all;
}

}  // namespace noticed
