#include "daemon/watch/api_schedule.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace noticed {
namespace {

using std::chrono::milliseconds;

constexpr double kLate = 1.05;        // of its promise: before urgent ones
constexpr double kUrgentShare = 0.5;  // of what promises may use
constexpr double kLongOverdue = 1.5;  // promises: it was due for long

double ms(milliseconds time) { return static_cast<double>(time.count()); }

/// Numbers from 0 to 1 that fill it evenly, however many there are.
double evenly(std::uint32_t number) {
  constexpr double kGoldenRatio = 0.618033988749895;
  return std::fmod(static_cast<double>(number) * kGoldenRatio, 1.0);
}

}  // namespace

void ApiSchedule::set_limit(double per_second, double whole) {
  whole_ = whole;
  if (per_second_ == per_second) return;
  per_second_ = per_second;
  outdated_ = true;
}

Demand ApiSchedule::demand() const {
  Demand demand;
  for (const Group& group : groups_) {
    const double sections = static_cast<double>(group.what.sections) * 1'000;
    demand.all += sections / ms(group.what.interval);
    demand.least += sections / ms(group.what.idle ? std::max(group.what.interval, max_interval_) : group.what.interval);
  }
  return demand;
}

std::uint8_t ApiSchedule::group_of(milliseconds interval, bool idle) {
  const auto same = [&](const Group& group) { return group.what.interval == interval && group.what.idle == idle; };
  const auto known = std::find_if(groups_.begin(), groups_.end(), same);
  if (known != groups_.end()) return static_cast<std::uint8_t>(known - groups_.begin());
  groups_.push_back({{interval, idle, 0}, interval, Schedule()});
  return static_cast<std::uint8_t>(groups_.size() - 1);
}

void ApiSchedule::add(Section section, milliseconds interval, bool idle, const std::optional<Before>& before) {
  if (section >= entries_.size()) entries_.resize(section + std::size_t{1});
  Entry& entry = entries_[section];
  entry = {before ? before->asked : SteadyPoint{},
           group_of(interval, idle),
           true,
           before.has_value(),
           false,
           before.has_value()};
  ++groups_[entry.group].what.sections;
  outdated_ = true;
  if (before)
    restored_.emplace_back(section, before->due);
  else
    never_asked_.push_back(section);
}

void ApiSchedule::remove(Section section) {
  Entry& entry = entries_[section];
  if (!entry.known) return;
  --groups_[entry.group].what.sections;
  entry = {};
  outdated_ = true;
}

void ApiSchedule::set_idle(Section section, bool idle) {
  Entry& entry = entries_[section];
  if (!entry.known || groups_[entry.group].what.idle == idle) return;
  --groups_[entry.group].what.sections;
  entry.group = group_of(groups_[entry.group].what.interval, idle);
  Group& group = groups_[entry.group];
  ++group.what.sections;
  outdated_ = true;
  if (!entry.asked || entry.under_way) return;
  constexpr SteadyPoint kLongAgo{-std::chrono::years{1}};
  if (!idle) entry.since = kLongAgo;
  group.order.at(section, entry.since);
}

void ApiSchedule::reckon() {
  if (!std::exchange(outdated_, false)) return;
  std::vector<PromiseGroup> what;
  for (const Group& group : groups_) what.push_back(group.what);
  const auto promises = promises_of(what, per_second_ * kPromisedShare, max_interval_);
  for (std::size_t i = 0; i < groups_.size(); ++i) groups_[i].promise = promises[i];
  // A promise that has become longer changes nothing for those that it was not made to; a shorter one holds at once.
  for (const auto& [section, due] : std::exchange(restored_, {})) {
    Entry& entry = entries_[section];
    if (!entry.known || entry.under_way) continue;
    Group& group = groups_[entry.group];
    entry.since = std::min(entry.since, due - group.promise);
    group.order.at(section, entry.since);
  }
}

/// Sections that were asked out of turn, or left, stay in the orders until they are first there.
void ApiSchedule::drop_outdated() {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    Schedule& order = groups_[i].order;
    while (const auto first = order.first()) {
      const Entry& entry = entries_[first->index];
      if (waits(first->index) && entry.asked && entry.group == i && entry.since == first->due) break;
      order.pop();
    }
  }
  while (!never_asked_.empty() && (!waits(never_asked_.front()) || entries_[never_asked_.front()].asked))
    never_asked_.pop_front();
  while (const auto first = urgent_.first()) {
    const Entry& entry = entries_[first->index];
    if (waits(first->index) && !(entry.asked && entry.since > first->due)) break;
    urgent_.pop();
  }
}

std::optional<ApiSchedule::Due> ApiSchedule::most_overdue(SteadyPoint now) const {
  std::optional<Due> most;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const auto first = groups_[i].order.first();
    if (!first) continue;
    const double passed = ms(now - first->due) / ms(groups_[i].promise);
    if (!most || passed > most->passed) most = Due{i, passed};
  }
  return most;
}

void ApiSchedule::refill(SteadyPoint now) {
  const double rate = whole_ * kPromisedShare * kUrgentShare;
  constexpr double kMostAtOnce = 2;
  urgent_calls_ = std::min(kMostAtOnce, urgent_calls_ + ms(now - std::exchange(refilled_, now)) * rate / 1'000);
}

ApiSchedule::Section ApiSchedule::begin(Section section) {
  entries_[section].under_way = true;
  return section;
}

std::optional<ApiSchedule::Section> ApiSchedule::take(SteadyPoint now) {
  reckon();
  drop_outdated();
  refill(now);
  if (!never_asked_.empty()) {
    const Section section = never_asked_.front();
    never_asked_.pop_front();
    return begin(section);
  }
  const auto overdue = most_overdue(now);
  const auto pop = [&](Schedule& order) {
    const Section section = order.first()->index;
    order.pop();
    return begin(section);
  };
  if (overdue && overdue->passed > kLate) return pop(groups_[overdue->group].order);
  const auto urgent = urgent_.first();
  if (urgent && urgent->due <= now && urgent_calls_ >= 1) {
    urgent_calls_ -= 1;
    return pop(urgent_);
  }
  if (overdue && overdue->passed >= 1) return pop(groups_[overdue->group].order);
  return {};
}

void ApiSchedule::asked(Section section, SteadyPoint at) {
  Entry& entry = entries_[section];
  if (!entry.known) return;
  reckon();
  Group& group = groups_[entry.group];
  // Where there is no room, the limit itself spreads them, and an earlier call would delay others.
  const bool room = group.promise <= group.what.interval;
  const bool long_overdue =
      std::exchange(entry.restored, false) && room && ms(at - entry.since) > kLongOverdue * ms(group.promise);
  entry.under_way = false;
  entry.since = at;
  // First calls, and those after a long stop, follow each other closely; the next ones are spread over the
  // promise.
  if (!std::exchange(entry.asked, true) || long_overdue)
    entry.since -= milliseconds{static_cast<std::int64_t>(ms(group.promise) * evenly(spread_++))};
  group.order.at(section, entry.since);
}

std::optional<SteadyPoint> ApiSchedule::next(SteadyPoint now) {
  reckon();
  drop_outdated();
  refill(now);
  if (!never_asked_.empty()) return now;
  std::optional<SteadyPoint> next;
  const auto consider = [&next](SteadyPoint at) {
    if (!next || at < *next) next = at;
  };
  for (const Group& group : groups_)
    if (const auto first = group.order.first()) consider(first->due + group.promise);
  if (const auto urgent = urgent_.first()) {
    const double wait = (1 - urgent_calls_) * 1'000 / (whole_ * kPromisedShare * kUrgentShare);
    consider(std::max(urgent->due, now + milliseconds{static_cast<std::int64_t>(std::ceil(wait))}));
  }
  return next;
}

std::vector<std::pair<PromiseGroup, milliseconds>> ApiSchedule::promises() {
  reckon();
  std::vector<std::pair<PromiseGroup, milliseconds>> promises;
  for (const Group& group : groups_)
    if (group.what.sections > 0) promises.emplace_back(group.what, group.promise);
  return promises;
}

SteadyPoint ApiSchedule::due(Section section) {
  reckon();
  return entries_[section].since + groups_[entries_[section].group].promise;
}

milliseconds ApiSchedule::promise(Section section) {
  reckon();
  const double first = static_cast<double>(never_asked_.size()) * 1'000 / per_second_;
  return groups_[entries_[section].group].promise + milliseconds{static_cast<std::int64_t>(std::ceil(first))};
}

}  // namespace noticed
