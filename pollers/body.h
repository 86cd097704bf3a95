// Parses JSON from outside: strict, bounded, not recursive.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace noticed {

constexpr std::size_t kMaxBody = 1U << 20U;  // bytes, after decompression
constexpr int kMaxDepth = 64;

/// Throws Malformed if the text is not JSON, repeats a key in an object, or is deeper than kMaxDepth.
nlohmann::json parse_body(std::string_view body);

}  // namespace noticed
