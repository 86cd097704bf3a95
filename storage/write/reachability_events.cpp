#include "storage/write/reachability_events.h"

#include <algorithm>

#include "storage/write/snapshots.h"

namespace noticed {
namespace {

/// A transition back is chosen to match the stored state.
ReachabilityTransition step_of(ReachabilityTransition asked, NotifiedState notified) {
  if (notified_after(asked) != NotifiedState::none) return asked;
  return notified == NotifiedState::gone ? ReachabilityTransition::returned : ReachabilityTransition::recovered;
}

void keep(Connection& connection, std::int64_t resource, NotifiedState notified, TimePoint since) {
  std::optional<std::string_view> word;
  std::optional<TimePoint> from;
  if (notified != NotifiedState::none) {
    word = to_text(notified);
    from = since;
  }
  connection.query("UPDATE resource SET told = ?, told_ms = ? WHERE id = ?").bind(word, from, resource).run();
}

}  // namespace

ReachabilityBefore load_reachability(Connection& connection, std::int64_t resource) {
  auto query = connection.query(
      "SELECT r.told, r.told_ms, CASE p.ok_ms WHEN 0 THEN r.first_seen_ms ELSE p.ok_ms END, p.confirmed_ms, "
      "p.failures "
      "FROM resource r JOIN poll_state p ON p.resource_id = r.id WHERE r.id = ?");
  if (!query.bind(resource).step()) return {};
  return {notified_state_from(query.view(0)), query.maybe_time(1).value_or(query.time(2)), query.time(3),
          static_cast<std::uint32_t>(query.integer(4))};
}

NotifiedState notified_after(ReachabilityTransition step) {
  switch (step) {
    case ReachabilityTransition::unreachable: return NotifiedState::unreachable;
    case ReachabilityTransition::gone: return NotifiedState::gone;
    case ReachabilityTransition::recovered:
    case ReachabilityTransition::returned: break;
  }
  return NotifiedState::none;
}

std::optional<Event> record_reachability(Connection& connection, const PollReport& cycle,
                                         const ReachabilityBefore& before, const Policy& policy) {
  const NotifiedState notified = notified_after(*cycle.standing);
  if (notified == before.notified) return {};
  ReachabilityChanged what;
  what.resource = load_info(connection, cycle.resource);
  what.step = step_of(*cycle.standing, before.notified);
  what.since = before.since;
  what.polls = notified == NotifiedState::none ? before.failures : cycle.failures;
  TimePoint at = std::max(cycle.started, before.confirmed);
  for (const Confirmation& counted : cycle.so_far) {
    at = std::max(at, counted.asked);
    if (notified == NotifiedState::none && counted.failing)
      what.polls = std::max<std::uint32_t>(what.polls, counted.failures);
  }
  for (const SectionReport& section : cycle.sections) {
    at = std::max(at, section.answered);
    if (section.state != SectionReport::State::failed) continue;
    what.kind = section.kind;
    what.detail = section.detail;
  }
  keep(connection, cycle.resource, notified, what.since);
  EventOrigin origin;
  origin.resource = cycle.resource;
  origin.info = &what.resource;
  origin.at = at;
  origin.due = cycle.started;
  return record_event(connection, what, origin, policy);
}

}  // namespace noticed
