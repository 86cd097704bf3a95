// Percent-encoding (RFC 3986, section 2.1). Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

/// Letters, digits and -._~ (RFC 3986, section 2.3).
bool is_unreserved(char c);

/// Every byte for which `kept` is false becomes "%XX" with upper-case digits.
std::string percent_encode(std::string_view text, bool (*kept)(char) = &is_unreserved);
/// A '%' without two hexadecimal digits behind it stays.
std::string percent_decode(std::string_view text);

/// The value of one hexadecimal digit, in either case; -1 for any other character.
int hex_value(char c);

}  // namespace noticed
