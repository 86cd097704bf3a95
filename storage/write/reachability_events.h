// A resource's standing as it was told: the step a cycle asks for, checked against what is on record, and its event.
// Inside the caller's transaction.
#pragma once

#include "storage/model/notice.h"
#include "storage/write/event_log.h"

namespace noticed {

/// What was known before a poll: since when a failure lasts, and how many polls it took so far.
struct ReachabilityBefore {
  NotifiedState notified = NotifiedState::none;
  TimePoint since{};      // as told; else the last good poll, else when it was first seen
  TimePoint confirmed{};  // what is observed now was not observed before that
  std::uint32_t failures = 0;
};
ReachabilityBefore load_reachability(Connection& connection, std::int64_t resource);

/// What the step leaves as told; nothing to tell if that is so already.
NotifiedState notified_after(ReachabilityTransition step);

/// Tells the step of `cycle` and keeps what was told. Nothing if it was told already. A step back is told as the
/// opposite of what is on record, so that the two events belong together.
std::optional<Event> record_reachability(Connection& connection, const PollReport& cycle,
                                         const ReachabilityBefore& before, const Policy& policy);

}  // namespace noticed
