// Which events of a message are told together.
#pragma once

#include <span>
#include <vector>

#include "daemon/message/compose.h"
#include "daemon/message/parsed_event.h"

namespace noticed {

struct Group {
  enum class Kind : std::uint8_t { single, reverted, alike };
  Kind kind = Kind::single;
  std::vector<const ParsedEvent*> events;  // not owned; in their order
};

/// Every event is in one group; groups are in the order of their first events.
/// reverted: all events of one resource, two or more, are changes that together change nothing.
/// alike: three or more events of one type, account and service that say the same, each the only one of its resource:
/// no resource's events are told out of order.
std::vector<Group> group(std::span<const ParsedEvent> events, const RenderContext& context);

}  // namespace noticed
