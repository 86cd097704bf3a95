// Undoing gzip (RFC 1952) with zlib, within a budget. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace noticed {

struct Gunzipped {
  enum class Outcome : std::uint8_t { whole, too_large, broken };
  Outcome outcome = Outcome::whole;
  std::string text;  // what could be read; at most the budget
};

/// Whether a body begins as gzip does. No text that is read here does: not JSON, not HTML, not a word in UTF-8.
bool is_gzip(std::string_view body);

/// All members, one after the other; what follows the last one is ignored, as gzip itself does. `most`: bytes.
Gunzipped gunzip(std::string_view body, std::size_t most);

}  // namespace noticed
