// Decides when a resource's failures are reported, and when they are over. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "storage/model/poll_report.h"

namespace noticed {

/// State of a resource after a poll.
struct ReachabilityState {
  NotifiedState notified = NotifiedState::none;  // the last reported state
  bool failed = false;                           // some section of this poll failed
  std::uint32_t failures = 0;                    // failed polls in a row
  std::uint32_t missing = 0;                     // consecutive polls in which every section said that it does not exist
  bool explained = false;                        // by a reported outage of the account, the service or the network
};

/// The transition to report, if any. A resource that is gone is not reported as unreachable as well.
std::optional<ReachabilityTransition> next_transition(const ReachabilityState& now, std::uint32_t fail_after,
                                                      std::uint32_t gone_after);

}  // namespace noticed
