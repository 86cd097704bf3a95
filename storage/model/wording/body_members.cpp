#include "storage/model/wording/body_members.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

}  // namespace

const Json& member_of(const Json& json, std::string_view name) {
  static const Json kNothing;
  if (!json.is_object()) return kNothing;
  const auto found = json.find(name);
  return found == json.end() ? kNothing : *found;
}

std::string text_of(const Json& json, std::string_view name) {
  const Json& member = member_of(json, name);
  return member.is_string() ? member.get<std::string>() : std::string();
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
    if (item.is_string()) texts.push_back(item.get<std::string>());
  return texts;
}

}  // namespace noticed
