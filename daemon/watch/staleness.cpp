#include "daemon/watch/staleness.h"

#include <algorithm>
#include <bit>
#include <set>

#include "daemon/config/duration.h"
#include "daemon/config/rate.h"
#include "daemon/config/url.h"

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

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
  group.requests += std::int64_t{count} * std::popcount(static_cast<unsigned>(watched.wanted));
}

/// Duration of one full pass: every request to the group's host once, at the current rate.
milliseconds Staleness::sweep(const WatchGroup& group, const Fetcher& fetcher) const {
  std::int64_t requests = 0;
  for (const WatchGroup& other : groups_)
    if (other.place.host == group.place.host) requests += other.requests;
  const double rate = fetcher.rate(group.place.endpoint);
  return rate > 0 ? milliseconds{static_cast<std::int64_t>(static_cast<double>(requests) * 1'000 / rate)}
                  : milliseconds{0};
}

/// Recounts what waits in a queue: accounts whose services are at one host share it.
void Staleness::count(const Fetcher::LinePtr& line, const WatchList& list, const Fetcher& fetcher, SteadyPoint now) {
  for (const auto index : fetcher.turns(line)) {
    const Watched& watched = list[index];
    if (watched.dropped) continue;
    WatchGroup& group = groups_[place_of(watched)];
    if (!group.sweep) group.sweep = sweep(group, fetcher);
    const milliseconds interval = seconds{watched.interval_s};
    const SteadyPoint looked = std::max(watched.slot - interval, started_);
    group.waits = std::max(group.waits, now - watched.slot - interval / 20);
    group.late = group.late || now - watched.slot > interval;
    if (now - looked <= fail_after_ * std::max(interval, *group.sweep)) continue;
    ++group.stale;
    group.oldest = std::min(group.oldest, looked);
  }
}

/// Why the group's host refuses requests; nullopt if it does not.
std::optional<std::string> Staleness::refusal(const WatchGroup& group, const Fetcher& fetcher) {
  for (const auto& state : fetcher.hosts())
    if (state.host == group.place.host && state.pause) return state.pause->why;
  return {};
}

std::string Staleness::reason(const WatchGroup& group, const Fetcher& fetcher) {
  const std::string host = short_origin(group.place.host);
  if (const auto why = refusal(group, fetcher)) return host + " refuses requests (" + *why + ")";
  if (fetcher.held()) return "polls wait for the database, which cannot be written";
  return host + " answers too slowly, or " + rate_text(fetcher.rate(group.place.endpoint)) + " is not enough";
}

/// After a start or a reload every resource must have been polled; overdue ones are caught up with within the shortest
/// interval.
bool Staleness::is_over(const WatchGroup& group, const Fetcher& fetcher, SteadyPoint now) const {
  return !group.late && now - begun_ >= group.shortest && !refusal(group, fetcher);
}

std::vector<OutageTurn> Staleness::check(const WatchList& list, const Fetcher& fetcher, const Clock& clock) {
  std::vector<OutageTurn> turns;
  const SteadyPoint now = clock.steady();
  std::set<Fetcher::LinePtr> lines;
  for (WatchGroup& group : groups_) {
    group.stale = 0;
    group.late = false;
    group.waits = milliseconds{0};
    group.oldest = now;
    group.sweep.reset();
    if (group.place.line) lines.insert(group.place.line);
  }
  for (const auto& line : lines) count(line, list, fetcher, now);
  for (WatchGroup& group : groups_) {
    if (group.asking) continue;
    const OutageKey key{OutageScope::observation, group.place.account, group.place.service};
    if (group.stale > 0 && !group.notified) {
      const TimePoint since = clock.wall() - (now - group.oldest);
      turns.push_back(
          {true, {key, since, FailureKind::throttled, reason(group, fetcher), group.resources, group.stale}});
      group.asking = true;
    } else if (group.notified && is_over(group, fetcher, now)) {
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

milliseconds Staleness::lag() const {
  milliseconds most{0};
  for (const WatchGroup& group : groups_) most = std::max(most, group.waits);
  return most;
}

}  // namespace noticed
