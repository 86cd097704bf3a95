// Durations as people write them: "250ms", "10s", "5m", "1h", "3d".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace noticed {

/// Returns nullopt unless the text is a whole number followed by one of the units ms, s, m, h, d.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// "3d 4h", "5m 10s", "12s": the two largest units that are not zero.
std::string to_text(std::chrono::milliseconds duration);

/// The same for sentences: "3 d 4 h", "42 min", "3 min 20 s".
std::string to_words(std::chrono::milliseconds duration);

}  // namespace noticed
