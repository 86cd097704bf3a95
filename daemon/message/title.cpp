#include "daemon/message/title.h"

#include <algorithm>

#include "daemon/message/change_facts.h"
#include "storage/model/wording/fact_words.h"
#include "storage/model/wording/summary.h"
#include "storage/model/wording/terms.h"

namespace noticed {

std::string title_of(const ParsedEvent& event, const RenderContext& context) {
  const std::string summary = summary_of(context.language, event.type, event.data, context.destinations);
  return summary.empty() ? event.summary : summary;
}

std::string alike_title(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  const Language language = context.language;
  const ParsedEvent& first = *events.front();
  const ParsedResource& resource = *first.resource;
  const auto count = static_cast<std::int64_t>(events.size());
  const bool one_project = std::all_of(events.begin(), events.end(), [&](const ParsedEvent* event) {
    return event->resource->project_id == resource.project_id;
  });
  const auto watched = context.watched.find({first.account, first.service, resource.project_id});
  std::string who = count_of(language, count, first.service);
  if (one_project && watched != context.watched.end() && watched->second >= count) {
    const std::string all = count_of(language, watched->second, first.service);
    who = say(language, resource.project_name.empty() ? title::kPart : title::kPartOfProject,
              {std::to_string(count), all, measured_zh(count, first.service), resource.project_name});
  }
  std::string phrase =
      first.changes.empty() ? shared_summary_of(language, first.type) : change_phrase_of(first, context);
  if (phrase.empty()) phrase = first.type;
  return say(language, fact::kWithLabel, {who, phrase});
}

std::string reverted_title(const ParsedEvent& event, Language language) {
  return say(language, title::kReverted, {event.resource ? event.resource->label() : event.type});
}

}  // namespace noticed
