// What inputs are made of, and what texts must be. For the targets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pollers/redactor.h"

namespace noticed::fuzz {

/// With a key that is always the same.
const Redactor& redactor();

/// Whether the text is UTF-8, by another's assessment than the program's own.
bool is_utf8(std::string_view text);
/// Whether it has no line break and no other ASCII control character.
bool is_one_line(std::string_view text);
bool holds(std::string_view text, std::string_view part);

/// The pieces between the separators, at least one.
std::vector<std::string_view> pieces(std::string_view text, std::string_view separator);

}  // namespace noticed::fuzz
