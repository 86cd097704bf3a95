#include "storage/write/reachability_events.h"

#include <algorithm>

#include "storage/write/snapshots.h"

namespace noticed {
namespace {

/// The step as the record has it: back from what was told.
Standing step_of(Standing asked, Told told) {
  if (told_by(asked) != Told::nothing) return asked;
  return told == Told::gone ? Standing::returned : Standing::recovered;
}

void keep(Connection& connection, std::int64_t resource, Told told, TimePoint since) {
  std::optional<std::string_view> word;
  std::optional<TimePoint> from;
  if (told != Told::nothing) {
    word = to_text(told);
    from = since;
  }
  connection.query("UPDATE resource SET told = ?, told_ms = ? WHERE id = ?").bind(word, from, resource).run();
}

}  // namespace

StandingBefore load_standing(Connection& connection, std::int64_t resource) {
  auto query = connection.query(
      "SELECT r.told, r.told_ms, CASE p.ok_ms WHEN 0 THEN r.first_seen_ms ELSE p.ok_ms END, p.confirmed_ms, "
      "p.failures "
      "FROM resource r JOIN poll_state p ON p.resource_id = r.id WHERE r.id = ?");
  if (!query.bind(resource).step()) return {};
  return {told_from(query.view(0)), query.maybe_time(1).value_or(query.time(2)), query.time(3),
          static_cast<std::uint32_t>(query.integer(4))};
}

Told told_by(Standing step) {
  switch (step) {
    case Standing::unreachable: return Told::unreachable;
    case Standing::gone: return Told::gone;
    case Standing::recovered:
    case Standing::returned: break;
  }
  return Told::nothing;
}

std::optional<Event> tell_standing(Connection& connection, const CycleReport& cycle, const StandingBefore& before,
                                   const Policy& policy) {
  const Told told = told_by(*cycle.standing);
  if (told == before.told) return {};
  StandingTold what;
  what.resource = load_info(connection, cycle.so_far.resource);
  what.step = step_of(*cycle.standing, before.told);
  what.since = before.since;
  what.polls = told == Told::nothing ? before.failures + cycle.so_far.failed_polls : cycle.failures;
  TimePoint at = std::max({cycle.started, cycle.so_far.confirmed, before.confirmed});
  for (const SectionReport& section : cycle.sections) {
    at = std::max(at, section.answered);
    if (section.state != SectionReport::State::failed) continue;
    what.kind = section.kind;
    what.detail = section.detail;
  }
  keep(connection, cycle.so_far.resource, told, what.since);
  EventOrigin origin;
  origin.resource = cycle.so_far.resource;
  origin.info = &what.resource;
  origin.at = at;
  origin.due = cycle.started;
  return tell(connection, what, origin, policy);
}

}  // namespace noticed
