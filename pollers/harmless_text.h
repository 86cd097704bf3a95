// Which strings are plainly harmless: those that are shown although no document knows what they mean. Pure functions,
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace noticed::codearts {

/// Nothing, a boolean word, a known word of the APIs (both in any case), or a decimal number of at most ten digits that
/// does not look like a phone number.
bool is_harmless(std::string_view text);

/// The same for a list of objects, where a number has at most four digits: versions before fingerprinted every string
/// there, and only what can be listed whole is found again behind its fingerprint.
bool is_harmless_in_list(std::string_view text);

/// All that is harmless in a list of objects, in the usual spellings of case.
std::vector<std::string> harmless_in_list();

}  // namespace noticed::codearts
