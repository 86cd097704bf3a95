// Decompresses gzip (RFC 1952) with zlib, up to a size limit. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace noticed {

struct Gunzipped {
  enum class Outcome : std::uint8_t { whole, too_large, broken };
  Outcome outcome = Outcome::whole;
  std::string text;  // what could be decompressed; at most `most` bytes
};

/// Whether a body starts with gzip's magic bytes. No text expected here does: not JSON, HTML or UTF-8.
bool is_gzip(std::string_view body);

/// Decompresses all members; ignores data after the last one, as gzip does. `most`: bytes.
Gunzipped gunzip(std::string_view body, std::size_t most);

}  // namespace noticed
