// One setting: a path ("email/buildJobFail/enabled") and a value. A resource's state is a sorted map of them.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace noticed {

/// The three components, decoded. Event `*`: the whole channel; channel `*`: no channel in particular.
struct Path {
  std::string channel;
  std::string event;
  std::string attribute;
  friend bool operator==(const Path&, const Path&) = default;
};

/// Returns "channel/event/attribute"; percent-encodes '%', '/' and control characters in each component.
std::string encode(const Path& path);
inline std::string encode(std::string channel, std::string event, std::string attribute) {
  return encode(Path{std::move(channel), std::move(event), std::move(attribute)});
}

/// The inverse of encode. Throws std::invalid_argument unless the text has exactly three components.
Path decode_path(std::string_view text);

/// Represents a set: sorted, without duplicates (see make_list).
using List = std::vector<std::string>;
using Value = std::variant<bool, std::int64_t, double, std::string, List>;

/// Sorts, drops duplicates and empty strings.
List make_list(std::vector<std::string> items);

/// Encoded path -> value, in path order.
using Settings = std::map<std::string, Value, std::less<>>;

nlohmann::json to_json(const Value& value);
/// Throws std::invalid_argument for values no setting can have (null, object, list with non-strings).
Value value_from_json(const nlohmann::json& json);

/// The canonical text of a state: one JSON object, keys sorted, no white space. Equal states have equal texts.
std::string canonical_text(const Settings& settings);
/// Parses the output of canonical_text. Throws std::invalid_argument or nlohmann::json::exception for anything else.
Settings parse_settings(std::string_view canonical);

}  // namespace noticed
