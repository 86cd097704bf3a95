#include "daemon/message/parsed_event.h"

#include <algorithm>

#include "daemon/message/clean.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

Severity severity_of(const Json& json, Severity otherwise) {
  const std::string word = text_of(json, "severity");
  for (const auto severity : {Severity::info, Severity::warning, Severity::critical})
    if (word == to_text(severity)) return severity;
  return otherwise;
}

/// Nothing for null; a list that holds more than texts, or an object, is shown as it was written.
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
    const Covered verdict = !covered.is_boolean() ? Covered::unknown : covered.get<bool>() ? Covered::yes : Covered::no;
    shifts.push_back({text_of(json, "event"), texts_of(json, "was"), texts_of(json, "channels"), verdict});
  }
  return shifts;
}

/// "urn:noticed:HOST[:ACCOUNT]".
void read_source(const std::string& source, ParsedEvent& told) {
  constexpr std::string_view kPrefix = "urn:noticed:";
  if (!source.starts_with(kPrefix)) return;
  const std::size_t end = source.find(':', kPrefix.size());
  told.host = source.substr(kPrefix.size(), end == std::string::npos ? end : end - kPrefix.size());
  if (end != std::string::npos) told.account = source.substr(end + 1);
}

}  // namespace

std::string ParsedResource::label() const { return name.empty() ? short_id() : name; }

std::string ParsedResource::short_id() const { return service + "/" + std::string(first_of(id, 8)); }

ParsedEvent parse_event(const DueDelivery& event) {
  ParsedEvent told;
  told.seq = event.seq;
  told.at = event.at;
  told.severity = event.severity;
  told.replayed = event.replayed;
  told.type = clean(event.type);
  if (told.type.starts_with("noticed.")) told.type.erase(0, 8);
  const Json body = Json::parse(clean(event.body), nullptr, false);
  read_source(text_of(body, "source"), told);
  told.data = member_of(body, "data");
  told.summary = text_of(told.data, "summary");
  if (told.summary.empty()) told.summary = clean(event.type);
  told.resource = resource_of(member_of(told.data, "resource"));
  if (told.account.empty()) told.account = told.resource ? told.resource->account : text_of(told.data, "account");
  told.service = told.resource ? told.resource->service : text_of(told.data, "service");
  const Json& window = member_of(told.data, "window");
  const auto from = time_of(window, "not_before");
  const auto to = time_of(window, "observed_at");
  if (from && to) told.window = std::pair(*from, *to);
  told.changes = changes_of(member_of(told.data, "changes"));
  told.coverage = coverage_of(member_of(told.data, "coverage"));
  return told;
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
