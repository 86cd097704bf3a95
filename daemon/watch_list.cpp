#include "daemon/watch_list.h"

#include <algorithm>
#include <utility>

namespace noticed {

void keep_answers(const WatchList& before, WatchList& list) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> known;  // by the store's id
  known.reserve(before.size());
  for (std::uint32_t i = 0; i < before.size(); ++i)
    if (const Watched& old = before[i]; !old.dropped && !old.under_way && !old.unstored)
      known.emplace_back(old.resource, i);
  std::sort(known.begin(), known.end());
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    const Watched& fresh = list[i];
    const auto place = std::lower_bound(known.begin(), known.end(), std::pair(fresh.resource, std::uint32_t{0}));
    if (place == known.end() || place->first != fresh.resource) continue;
    const Watched& old = before[place->second];
    for (SectionIndex section = 0; section < sections_of(fresh.service).size(); ++section)
      if ((old.wanted & fresh.wanted & bit(section)) != 0) list.hashes(fresh, section) = before.hashes(old, section);
  }
}

}  // namespace noticed
