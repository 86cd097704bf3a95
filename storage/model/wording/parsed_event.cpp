#include "storage/model/wording/parsed_event.h"

#include "storage/model/unicode.h"
#include "storage/model/wording/body_members.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

/// Cleans every text inside.
void clean_texts(Json& json) {
  if (json.is_string()) json = clean(json.get_ref<const std::string&>());
  if (json.is_structured())
    for (auto& inner : json) clean_texts(inner);
}

std::optional<ParsedResource> resource_of(const Json& json) {
  if (!json.is_object()) return {};
  return ParsedResource{text_of(json, "account"),     text_of(json, "region"), text_of(json, "service"),
                        text_of(json, "id"),          text_of(json, "name"),   text_of(json, "project_id"),
                        text_of(json, "project_name")};
}

/// "urn:noticed:HOST[:ACCOUNT]".
void read_source(const std::string& source, ParsedEvent& parsed) {
  constexpr std::string_view kPrefix = "urn:noticed:";
  if (!source.starts_with(kPrefix)) return;
  const std::size_t end = source.find(':', kPrefix.size());
  parsed.host = source.substr(kPrefix.size(), end == std::string::npos ? end : end - kPrefix.size());
  if (end != std::string::npos) parsed.account = source.substr(end + 1);
}

}  // namespace

std::string ParsedResource::label() const { return name.empty() ? short_id() : name; }

std::string ParsedResource::short_id() const { return service + "/" + std::string(first_of(id, 8)); }

ParsedEvent parse_event(const DueDelivery& event) {
  ParsedEvent parsed;
  parsed.seq = event.seq;
  parsed.id = clean(event.event_id);
  parsed.at = event.at;
  parsed.severity = event.severity;
  parsed.replayed = event.replayed;
  parsed.type = clean(event.type);
  if (parsed.type.starts_with("noticed.")) parsed.type.erase(0, 8);
  Json body = Json::parse(clean(event.body), nullptr, false);
  clean_texts(body);  // escapes may have hidden what clean() removes
  read_source(text_of(body, "source"), parsed);
  parsed.data = member_of(body, "data");
  parsed.summary = text_of(parsed.data, "summary");
  if (parsed.summary.empty()) parsed.summary = clean(event.type);
  parsed.resource = resource_of(member_of(parsed.data, "resource"));
  if (parsed.account.empty())
    parsed.account = parsed.resource ? parsed.resource->account : text_of(parsed.data, "account");
  parsed.service = parsed.resource ? parsed.resource->service : text_of(parsed.data, "service");
  const Json& window = member_of(parsed.data, "window");
  const auto from = time_of(window, "not_before");
  const auto to = time_of(window, "observed_at");
  if (from && to) parsed.window = std::pair(*from, *to);
  parsed.changes = changes_in(parsed.data);
  parsed.coverage = shifts_in(parsed.data);
  return parsed;
}

}  // namespace noticed
