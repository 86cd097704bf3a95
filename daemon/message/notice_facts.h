// The facts of events about the watch itself: outages, added and removed resources, sinks, reports.
#pragma once

#include <span>
#include <vector>

#include "daemon/message/compose.h"
#include "storage/model/wording/parsed_event.h"

namespace noticed {

/// The facts of an event of any type except settings.changed; of an unknown type only its time.
std::vector<Fact> notice_facts(const ParsedEvent& event, const RenderContext& context);
/// The facts of several events of one type, each about a different resource: what they share, and the first few reasons
/// and changes.
std::vector<Fact> alike_notice_facts(std::span<const ParsedEvent* const> events, const RenderContext& context);

}  // namespace noticed
