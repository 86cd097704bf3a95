// When a resource's failures are worth a message, and when they are over. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "storage/model/poll_report.h"

namespace noticed {

/// What is known of a resource after a poll.
struct Standings {
  NotifiedState notified = NotifiedState::none;  // what people were told last
  bool failed = false;                           // some section of this poll failed
  std::uint32_t failures = 0;                    // failed polls in a row
  std::uint32_t missing = 0;                     // polls in a row that said it is not there, in every section
  bool excused = false;  // something wider is down and was told: the account, the service, the network
};

/// The step to tell, if any. Something that is gone is not also told to be unreachable.
std::optional<ReachabilityTransition> step_of(const Standings& now, std::uint32_t fail_after, std::uint32_t gone_after);

}  // namespace noticed
