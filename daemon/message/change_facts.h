// What a message says of changed settings: title, changes, when, who is still told, what to do.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemon/message/compose.h"
#include "daemon/message/parsed_event.h"

namespace noticed {

/// The resource's page in the console; empty: none is known.
std::string page_of(const ParsedEvent& event);

/// What happened, without whom it happened to: "failed builds no longer alert anyone outside CodeArts".
std::string change_phrase(const ParsedEvent& event, const RenderContext& context);

/// The facts of one event.
std::vector<Fact> change_facts(const ParsedEvent& event, const RenderContext& context);
/// The facts of several that say the same of different resources.
std::vector<Fact> alike_facts(std::span<const ParsedEvent* const> events, const RenderContext& context);
/// The facts of several of one resource that undo each other.
std::vector<Fact> reverted_facts(std::span<const ParsedEvent* const> events, const RenderContext& context);

}  // namespace noticed
