// Cleans external text for display: a name must not break a line, hide within it or reverse its direction.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "daemon/message/message.h"

namespace noticed {

/// Replaces control characters and line breaks by spaces and invalid UTF-8 by U+FFFD; removes characters without width
/// (zero-width characters, direction marks, tags). Idempotent.
std::string clean(std::string_view text);
/// The same for every text of a message. Removes URLs that are not https.
void clean(MessageContent& message);

/// Number of characters of a UTF-8 text.
std::size_t length_of(std::string_view text);
/// The first `characters` characters, or the whole text if it has fewer; never splits a character.
std::string_view first_of(std::string_view text, std::size_t characters);
/// Shortens the text to at most `longest` characters by replacing its middle with "…".
std::string shorten(std::string_view text, std::size_t longest);

}  // namespace noticed
