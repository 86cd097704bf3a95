// The title of a block: the summary of its event in the language of the chat, or what its events share.
#pragma once

#include <span>
#include <string>

#include "daemon/message/compose.h"
#include "storage/model/wording/parsed_event.h"

namespace noticed {

std::string title_of(const ParsedEvent& event, const RenderContext& context);
/// "64 of 80 pipelines of Shop: email for "pipeline run failed" switched off".
std::string alike_title(std::span<const ParsedEvent* const> events, const RenderContext& context);
/// "payments-api: changed and reverted".
std::string reverted_title(const ParsedEvent& event, Language language);

}  // namespace noticed
