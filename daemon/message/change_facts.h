// The facts of changed settings in a message: changes, time, who is still notified, advice.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemon/message/compose.h"
#include "storage/model/wording/parsed_event.h"

namespace noticed {

/// The resource's page in the console; empty if unknown.
std::string page_of(const ParsedEvent& event);

/// What happened, without the resource: "no visible notification left for failed builds".
std::string change_phrase_of(const ParsedEvent& event, const RenderContext& context);

/// The facts of one event.
std::vector<Fact> change_facts(const ParsedEvent& event, const RenderContext& context);
/// The facts of several events with the same text about different resources.
std::vector<Fact> alike_facts(std::span<const ParsedEvent* const> events, const RenderContext& context);
/// The facts of several events of one resource that cancel each other out.
std::vector<Fact> reverted_facts(std::span<const ParsedEvent* const> events, const RenderContext& context);

}  // namespace noticed
