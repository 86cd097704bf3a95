// UTF-8 text of any origin, and so perhaps invalid: decoded, cleaned, measured and cut. The only place that decodes it,
// by utfcpp. Pure functions, any thread, linear time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace noticed {

struct Character {
  std::string_view bytes;
  std::optional<char32_t> code;  // nullopt: one byte that belongs to no valid character (RFC 3629)
};

/// The first character of a text that is not empty.
Character first_character(std::string_view text);
/// The inverse; `code` must be a valid code point.
std::string to_utf8(char32_t code);

/// C0, DEL and C1.
bool is_control(char32_t code);

/// The text with U+FFFD for each invalid byte.
std::string valid_utf8(std::string_view text);
/// Text made fit to show: a name must not break a line, hide within it or reverse its direction. Replaces control
/// characters and line breaks by spaces and invalid bytes by U+FFFD; removes characters without width (zero-width
/// characters, direction marks, tags). Idempotent.
std::string clean(std::string_view text);

/// Number of characters.
std::size_t length_of(std::string_view text);
/// Length in UTF-16 units: never less than any chat's character count.
std::size_t utf16_units(std::string_view text);

/// The first `characters` characters, or the whole text if it has fewer.
std::string_view first_of(std::string_view text, std::size_t characters);
/// The whole characters within the first `bytes` bytes of valid text.
std::string_view first_bytes(std::string_view text, std::size_t bytes);
inline constexpr std::size_t kLongestValue = 120;  // characters; of a value in a message or a table
/// Shortens the text to at most `longest` characters by replacing its middle with "…".
std::string shorten(std::string_view text, std::size_t longest = kLongestValue);
/// The text, cut to whole characters if it is too long; the added "…" counts towards the limit.
std::string cut_bytes(std::string_view text, std::size_t bytes);
std::string cut_units(std::string_view text, std::size_t units);

}  // namespace noticed
