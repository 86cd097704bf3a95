// UTF-8 text measured as the chats do: in bytes, or in UTF-16 units where they count characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace noticed {

/// The text with U+FFFD for each invalid byte.
std::string valid_utf8(std::string_view text);

/// Length in UTF-16 units: never less than any chat's character count.
std::size_t utf16_units(std::string_view text);

/// The text, cut to whole characters if it is too long; the added "…" counts towards the limit.
std::string cut_bytes(std::string_view text, std::size_t bytes);
std::string cut_units(std::string_view text, std::size_t units);

}  // namespace noticed
