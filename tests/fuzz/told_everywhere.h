// Events through every type of sink, as the dispatcher does: to messages, and messages to requests.
#pragma once

#include <vector>

#include "daemon/sinks/sink.h"

namespace noticed::fuzz {

/// An event as it waits for a sink. `seq` from 1.
DueDelivery waiting(std::int64_t seq, std::string type, Severity severity, std::string body);

/// Every sink tells of every event once, in UTF-8 and JSON and within the limits of its chat, and nothing in the events
/// calls anybody. Of a webhook's bodies only that they are passed on.
void tell_everywhere(const std::vector<DueDelivery>& events);

}  // namespace noticed::fuzz
