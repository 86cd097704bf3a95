// Strings that are certainly harmless: shown although their meaning is undocumented. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace noticed::codearts {

/// The empty text, a boolean word, a known word of the APIs (both in any case), or a decimal number of at most ten
/// digits that does not look like a phone number.
bool is_harmless(std::string_view text);

/// The same for a list of objects, where a number has at most four digits. Earlier versions fingerprinted every string
/// there; only texts from a finite list can be recovered from their fingerprints.
bool is_harmless_in_list(std::string_view text);

/// All texts that are harmless in a list of objects, in the usual upper and lower case forms.
std::vector<std::string> harmless_in_list();

}  // namespace noticed::codearts
