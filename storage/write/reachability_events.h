// Records a resource's reachability transitions: checks the one that a poll requests against the stored state. Inside
// the caller's transaction.
#pragma once

#include "storage/model/notice.h"
#include "storage/write/event_log.h"

namespace noticed {

/// What was known before a poll: since when a failure lasts, and how many polls failed so far.
struct ReachabilityBefore {
  NotifiedState notified = NotifiedState::none;
  TimePoint since{};      // as reported; else the last good poll, else when the resource was first seen
  TimePoint confirmed{};  // a change observed now happened after this time
  std::uint32_t failures = 0;
};
ReachabilityBefore load_reachability(Connection& connection, std::int64_t resource);

/// The notified state after a transition. If it equals the stored one there is nothing to record.
NotifiedState notified_after(ReachabilityTransition step);

/// Records the transition of `cycle` and the new state; nullopt if already recorded. A transition back is recorded as
/// the opposite of the stored state, so that the two events match.
std::optional<Event> record_reachability(Connection& connection, const PollReport& cycle,
                                         const ReachabilityBefore& before, const Policy& policy);

}  // namespace noticed
