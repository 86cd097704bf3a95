#include "daemon/watch/staleness.h"

#include <algorithm>

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

void SectionAges::add(milliseconds age) {
  const auto bound = std::find_if(kBoundsS.begin(), kBoundsS.end(), [&](auto most) { return age <= seconds{most}; });
  ++counts[static_cast<std::size_t>(bound - kBoundsS.begin())];
  sum += age;
}

void Staleness::begin(std::vector<Place> places, std::uint32_t fail_after, const std::vector<Outage>& open,
                      SteadyPoint now) {
  fail_after_ = fail_after;
  begun_ = now;
  groups_.clear();
  for (auto& place : places) {
    WatchGroup& group = groups_.emplace_back();
    group.place = std::move(place);
    group.notified = std::any_of(open.begin(), open.end(), [&](const Outage& outage) {
      return outage.key.scope == OutageScope::observation && outage.key.account == group.place.account &&
             outage.key.service == group.place.service;
    });
  }
}

void Staleness::watch(const Watched& watched, int count) {
  WatchGroup& group = groups_[place_of(watched)];
  group.resources += count;
  group.shortest = std::min<milliseconds>(group.shortest, seconds{watched.interval_s});
}

void Staleness::look_at(std::uint32_t index, const WatchList& list, Timetable& timetable, SteadyPoint now) {
  constexpr int kLatePart = 10;                // 1/kLatePart of the promise may pass beyond it
  constexpr milliseconds kLeast = seconds{2};  // as long as a request may take without being late
  const Watched& watched = list[index];
  WatchGroup& group = groups_[place_of(watched)];
  bool stale = false;
  Late late{index, 0};
  for (SectionIndex section = 0; section < section_count(watched.service); ++section) {
    if ((watched.wanted & bit(section)) == 0) continue;
    const SectionPoll& poll = list.poll(watched, section);
    const SteadyPoint looked = std::max(poll.looked, started_);
    // Switched on since, it is asked at once: the longer promise still holds.
    const milliseconds promise =
        std::max<milliseconds>(seconds{poll.promised}, timetable.promise(list, watched, section));
    const milliseconds age = now - looked;
    lag_ = std::max(lag_, age - promise);
    if (poll.looked != SteadyPoint{}) group.ages.add(now - poll.looked);
    const milliseconds allowed = promise + std::max(kLeast, promise / kLatePart);
    if (all_seen_ && now - std::max(looked, *all_seen_) > allowed) {
      group.late = true;
      late.sections = static_cast<SectionMask>(late.sections | bit(section));
    }
    if (age <= fail_after_ * promise) continue;
    stale = true;
    group.oldest = std::min(group.oldest, looked);
  }
  group.stale += stale ? 1 : 0;
  late.sections = static_cast<SectionMask>(late.sections & watched.sections.seen & ~watched.sections.failing);
  if (late.sections != 0 && !watched.busy) late_.push_back(late);
}

/// Why an API of the group refuses requests; null if none does.
const HostPause* Staleness::refusal(const WatchGroup& group) {
  for (const auto& line : group.place.lines)
    if (const HostPause* pause = Fetcher::pause(*line)) return pause;
  return nullptr;
}

std::string Staleness::reason(const WatchGroup& group, const Fetcher& fetcher) {
  if (const HostPause* pause = refusal(group)) return group.place.host + " refuses requests (" + pause->why + ")";
  if (fetcher.held()) return "polls wait for the database, which cannot be written";
  return group.place.host + " answers too slowly";
}

/// After a start or a reload every section must have had its turn.
bool Staleness::is_over(const WatchGroup& group, SteadyPoint now) const {
  return !group.late && now - begun_ >= group.shortest && refusal(group) == nullptr;
}

std::vector<OutageTurn> Staleness::check(const WatchList& list, Timetable& timetable, const Fetcher& fetcher,
                                         const Clock& clock, bool all_seen) {
  std::vector<OutageTurn> turns;
  const SteadyPoint now = clock.steady();
  for (WatchGroup& group : groups_) {
    group.stale = 0;
    group.late = false;
    group.ages = {};
    group.oldest = now;
  }
  if (!all_seen)
    all_seen_.reset();
  else if (!all_seen_)
    all_seen_ = now;
  late_.clear();
  lag_ = milliseconds{0};
  for (std::uint32_t i = 0; i < list.size(); ++i)
    if (!list[i].dropped) look_at(i, list, timetable, now);
  for (WatchGroup& group : groups_) {
    if (group.asking) continue;
    const OutageKey key{OutageScope::observation, group.place.account, group.place.service};
    if (group.stale > 0 && !group.notified) {
      const TimePoint since = clock.wall() - (now - group.oldest);
      turns.push_back(
          {true, {key, since, FailureKind::throttled, reason(group, fetcher), group.resources, group.stale}});
      group.asking = true;
    } else if (group.notified && is_over(group, now)) {
      group.asking = true;
      turns.push_back({false, {key, {}, {}, {}, 0, 0}});
    }
  }
  return turns;
}

void Staleness::recorded(const OutageTurn& turn, bool stored) {
  for (WatchGroup& group : groups_) {
    if (group.place.account != turn.outage.key.account || group.place.service != turn.outage.key.service) continue;
    group.asking = false;
    if (stored) group.notified = turn.began;
  }
}

}  // namespace noticed
