// Bodies from outside become JSON here: strict, bounded, never recursive.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace noticed {

constexpr std::size_t kMaxBody = 1U << 20U;  // bytes, after decompression
constexpr int kMaxDepth = 64;

/// Throws Malformed for what is not JSON, has a key twice in one object, or is deeper than kMaxDepth.
nlohmann::json parse_body(std::string_view body);

}  // namespace noticed
