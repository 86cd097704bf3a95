#include "storage/model/parsed_event.h"

#include <algorithm>

#include "storage/model/unicode.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

Severity severity_of(const Json& json, Severity otherwise) {
  const std::string word = text_of(json, "severity");
  for (const auto severity : {Severity::info, Severity::warning, Severity::critical})
    if (word == to_text(severity)) return severity;
  return otherwise;
}

/// Returns nullopt for null; an object, or a list with anything but texts, is returned as its JSON text.
std::optional<Value> value_of(const Json& json) {
  if (json.is_null()) return {};
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return clean(json.get_ref<const std::string&>());
  const bool texts =
      json.is_array() && std::all_of(json.begin(), json.end(), [](const Json& item) { return item.is_string(); });
  if (!texts) return clean(json.dump(-1, ' ', false, Json::error_handler_t::replace));
  List list;
  for (const auto& item : json) list.push_back(clean(item.get_ref<const std::string&>()));
  return list;
}

std::optional<ParsedResource> resource_of(const Json& json) {
  if (!json.is_object()) return {};
  return ParsedResource{text_of(json, "account"),     text_of(json, "region"), text_of(json, "service"),
                        text_of(json, "id"),          text_of(json, "name"),   text_of(json, "project_id"),
                        text_of(json, "project_name")};
}

std::vector<ParsedChange> changes_of(const Json& list) {
  std::vector<ParsedChange> changes;
  if (!list.is_array()) return changes;
  for (const auto& json : list) {
    if (!json.is_object()) continue;
    changes.push_back({text_of(json, "op"),
                       {text_of(json, "channel"), text_of(json, "event"), text_of(json, "attribute")},
                       value_of(member_of(json, "old")),
                       value_of(member_of(json, "new")),
                       text_of(json, "effect"),
                       severity_of(json, Severity::info)});
  }
  return changes;
}

std::vector<ParsedShift> coverage_of(const Json& list) {
  std::vector<ParsedShift> shifts;
  if (!list.is_array()) return shifts;
  for (const auto& json : list) {
    if (!json.is_object()) continue;
    const Json& covered = member_of(json, "covered");
    const auto known = covered.is_boolean() ? std::optional(covered.get<bool>()) : std::nullopt;
    shifts.push_back({text_of(json, "event"), texts_of(json, "was"), texts_of(json, "channels"), covered_from(known)});
  }
  return shifts;
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
  parsed.at = event.at;
  parsed.severity = event.severity;
  parsed.replayed = event.replayed;
  parsed.type = clean(event.type);
  if (parsed.type.starts_with("noticed.")) parsed.type.erase(0, 8);
  const Json body = Json::parse(clean(event.body), nullptr, false);
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
  parsed.changes = changes_of(member_of(parsed.data, "changes"));
  parsed.coverage = coverage_of(member_of(parsed.data, "coverage"));
  return parsed;
}

const Json& member_of(const Json& json, std::string_view name) {
  static const Json kNothing;
  if (!json.is_object()) return kNothing;
  const auto found = json.find(name);
  return found == json.end() ? kNothing : *found;
}

std::string text_of(const Json& json, std::string_view name) {
  const Json& member = member_of(json, name);
  return member.is_string() ? clean(member.get_ref<const std::string&>()) : std::string();
}

std::int64_t number_of(const Json& json, std::string_view name) {
  const Json& member = member_of(json, name);
  return member.is_number_integer() ? member.get<std::int64_t>() : 0;
}

std::optional<TimePoint> time_of(const Json& json, std::string_view name) { return parse_rfc3339(text_of(json, name)); }

std::vector<std::string> texts_of(const Json& json, std::string_view name) {
  std::vector<std::string> texts;
  const Json& member = member_of(json, name);
  if (!member.is_array()) return texts;
  for (const auto& item : member)
    if (item.is_string()) texts.push_back(clean(item.get_ref<const std::string&>()));
  return texts;
}

}  // namespace noticed
