// Groups the events of a message that are described together.
#pragma once

#include <span>
#include <vector>

#include "daemon/message/compose.h"
#include "storage/model/wording/parsed_event.h"

namespace noticed {

struct EventGroup {
  enum class Likeness : std::uint8_t { single, reverted, alike };
  Likeness kind = Likeness::single;
  std::vector<const ParsedEvent*> events;  // not owned; in order
};

/// Every event is in exactly one group; groups are in the order of their first events.
/// reverted: all events of one resource, two or more, are changes that cancel each other out.
/// alike: three or more events of one type, account and service with the same text, each the only one of its resource,
/// so that no resource's events are described out of order.
std::vector<EventGroup> group(std::span<const ParsedEvent> events, const RenderContext& context);

}  // namespace noticed
