#include "daemon/watch/watch_list.h"

#include <algorithm>
#include <utility>

#include "storage/store.h"

namespace noticed {

void keep_hashes(const WatchList& before, WatchList& list) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> known;  // by the store's id
  known.reserve(before.size());
  for (std::uint32_t i = 0; i < before.size(); ++i)
    if (const Watched& old = before[i]; !old.dropped && !old.busy) known.emplace_back(old.resource, i);
  std::sort(known.begin(), known.end());
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    const Watched& fresh = list[i];
    const auto place = std::lower_bound(known.begin(), known.end(), std::pair(fresh.resource, std::uint32_t{0}));
    if (place == known.end() || place->first != fresh.resource) continue;
    const Watched& old = before[place->second];
    for (SectionIndex section = 0; section < section_count(fresh.service); ++section)
      if ((old.wanted & fresh.wanted & ~old.unstored & bit(section)) != 0)
        list.hashes(fresh, section) = before.hashes(old, section);
  }
}

Watched& add_remembered(WatchList& list, std::uint8_t account, const Remembered& remembered) {
  Watched& watched = list.add(remembered.service, account, remembered.id, remembered.project_id);
  watched.resource = static_cast<std::uint32_t>(remembered.resource);
  watched.interval_s = static_cast<std::uint32_t>(remembered.interval.count());
  watched.wanted = remembered.wanted;
  watched.sections = remembered.sections;
  SectionMask polled = 0;
  for (SectionIndex section = 0; section < section_count(watched.service); ++section) {
    if ((watched.wanted & bit(section)) == 0 || section >= remembered.times.size()) continue;
    const SectionTimes& times = remembered.times[section];
    if (times.next_due) polled = static_cast<SectionMask>(polled | bit(section));
    const auto failures = static_cast<std::uint16_t>(std::min<std::uint32_t>(times.failures, 65'535));
    list.poll(watched, section).failures = failures;
    watched.failures = std::max(watched.failures, failures);
    if (failures > 0) watched.unheard = static_cast<SectionMask>(watched.unheard | bit(section));
  }
  // How it failed is not stored; that no section was answered must not be lost.
  const bool silent = (watched.wanted & ~watched.unheard & ~watched.sections.unsupported) == 0;
  watched.ending = watched.unheard != 0 && silent ? ending_of(FailureKind::server) : kGood;
  watched.notified = remembered.notified;
  watched.fresh = polled == 0;
  return watched;
}

}  // namespace noticed
