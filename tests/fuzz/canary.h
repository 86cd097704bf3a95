// A secret that is planted into an answer wherever a secret may stand. Behind the redactor no trace of it may be left.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace noticed::fuzz {

inline constexpr std::string_view kCanary = "canary";

/// Adds to every object, and to every one inside a `param_config`, members that hold the canary: under names that are
/// or sound secret, as an address, as an e-mail address in plain text, and under names that nobody knows.
void plant_canaries(nlohmann::json& answer);

}  // namespace noticed::fuzz
