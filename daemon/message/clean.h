// Making text from outside fit to be shown: a name must not break a line, hide in one or turn it around.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "daemon/message/message.h"

namespace noticed {

/// Control characters and line breaks become spaces; what is no UTF-8 becomes U+FFFD; characters that take no room
/// (zero-width ones, direction marks, tags) are removed. Idempotent.
std::string clean(std::string_view text);
/// The same for every text of a message. Addresses that are not https are removed.
void clean(MessageContent& message);

/// Characters of a text in UTF-8.
std::size_t length_of(std::string_view text);
/// The first `characters` of it, all of it if it has fewer; never a part of a character.
std::string_view first_of(std::string_view text, std::size_t characters);
/// At most `longest` characters: the middle of what is longer becomes "…".
std::string shorten(std::string_view text, std::size_t longest);

}  // namespace noticed
