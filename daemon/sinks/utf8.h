// UTF-8 text by the measures of chats: bytes, and UTF-16 units where they speak of characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace noticed {

/// The text with U+FFFD for each byte that belongs to no character.
std::string valid_utf8(std::string_view text);

/// How many UTF-16 units the text takes: never less than any chat's count of characters.
std::size_t utf16_units(std::string_view text);

/// The text itself, or as many whole characters of it as fit, with "…" within the limit, too.
std::string cut_bytes(std::string_view text, std::size_t bytes);
std::string cut_units(std::string_view text, std::size_t units);

}  // namespace noticed
