// Reads members of an event's body. A member that is missing or of another type reads as nothing, never as an error:
// the body may be another version's.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

/// The named member; null if it is missing, or if `json` is not an object.
const nlohmann::json& member_of(const nlohmann::json& json, std::string_view name);
/// The member's text; empty if it is not a string.
std::string text_of(const nlohmann::json& json, std::string_view name);
/// The member as an integer; 0 if it is none.
std::int64_t number_of(const nlohmann::json& json, std::string_view name);
/// The member as a time; nullopt if it is none.
std::optional<TimePoint> time_of(const nlohmann::json& json, std::string_view name);
/// The member as a list of texts; empty if it is not a list.
std::vector<std::string> texts_of(const nlohmann::json& json, std::string_view name);

}  // namespace noticed
