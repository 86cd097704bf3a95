#include "storage/model/wording/parsed_change.h"

#include <algorithm>

#include "storage/model/wording/body_members.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

Severity severity_in(const Json& change) {
  const std::string word = text_of(change, "severity");
  for (const auto severity : {Severity::warning, Severity::critical})
    if (word == to_text(severity)) return severity;
  return Severity::info;
}

/// Returns nullopt for null; an object, or a list with anything but texts, is returned as its JSON text.
std::optional<Value> value_in(const Json& json) {
  if (json.is_null()) return {};
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  const bool texts =
      json.is_array() && std::all_of(json.begin(), json.end(), [](const Json& item) { return item.is_string(); });
  if (!texts) return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  List list;
  for (const auto& item : json) list.push_back(item.get<std::string>());
  return list;
}

}  // namespace

std::vector<ParsedChange> changes_in(const Json& data) {
  std::vector<ParsedChange> changes;
  const Json& list = member_of(data, "changes");
  if (!list.is_array()) return changes;
  for (const auto& json : list) {
    if (!json.is_object()) continue;
    changes.push_back({text_of(json, "op"),
                       {text_of(json, "channel"), text_of(json, "event"), text_of(json, "attribute")},
                       value_in(member_of(json, "old")),
                       value_in(member_of(json, "new")),
                       text_of(json, "effect"),
                       severity_in(json)});
  }
  return changes;
}

std::vector<ParsedShift> shifts_in(const Json& data) {
  std::vector<ParsedShift> shifts;
  const Json& list = member_of(data, "coverage");
  if (!list.is_array()) return shifts;
  for (const auto& json : list) {
    if (!json.is_object()) continue;
    const Json& covered = member_of(json, "covered");
    const Covered verdict = !covered.is_boolean() ? Covered::unknown : covered.get<bool>() ? Covered::yes : Covered::no;
    shifts.push_back({text_of(json, "event"), texts_of(json, "was"), texts_of(json, "channels"), verdict});
  }
  return shifts;
}

bool concerns(const ParsedChange& change, const ParsedShift& shift) {
  return change.path.event == "*" || change.path.event == shift.event;
}

}  // namespace noticed
