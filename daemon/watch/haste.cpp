#include "daemon/watch/haste.h"

namespace noticed {
namespace {

constexpr std::chrono::minutes kBurst{1};

std::string project_of(const WatchList& list, const Watched& watched) {
  return std::to_string(watched.account) + "/" + std::string(to_text(watched.service)) + "/" +
         std::string(list.project_id(watched));
}

}  // namespace

bool Bursts::begins(std::uint64_t group, SteadyPoint now) {
  std::erase_if(last_, [now](const auto& one) { return now - one.second >= kBurst; });
  return last_.emplace(group, now).second;
}

void Haste::add(const WatchList& list, std::uint32_t index) {
  members_[project_of(list, list[index])].push_back(index);
}

void Haste::follow(const WatchList& list, std::uint32_t index, SectionMask changed, SteadyPoint now, const Urge& urge) {
  const Watched& watched = list[index];
  const auto& members = members_[project_of(list, watched)];
  if (members.empty()) return;
  changed = static_cast<SectionMask>(changed | bit(0));
  for (SectionIndex section = 0; section < section_count(watched.service); ++section) {
    if ((changed & bit(section)) == 0) continue;
    if (!bursts_.begins(members.front() * std::uint64_t{kMostSections} + section, now)) continue;
    for (const std::uint32_t other : members) {
      if (other == index || list[other].dropped || (list[other].wanted & bit(section)) == 0) continue;
      for (const auto after : kHaste) urge(list[other], section, now + after);
    }
  }
}

}  // namespace noticed
