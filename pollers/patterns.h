// Recognizes what a text looks like, in any field. Pure functions on UTF-8 text, any thread, linear time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace noticed::codearts {

/// A phone number: its digits without separators, without the international prefix "+" or "00", and without 86 before a
/// mainland mobile number, which is written both ways.
struct Phone {
  std::string digits;   // empty: the text contains other characters than digits and separators
  bool shaped = false;  // looks like a number that can be called
};
Phone phone_of(std::string_view text);

/// "scheme://host[:port]/" in lower case, without user information; empty if the text has no such part.
std::string url_origin(std::string_view text);
/// Whether the text contains a URL, plain or escaped.
bool holds_url(std::string_view text);

/// Length of the phone number, e-mail address or opaque token that begins at `at`; 0 if there is none.
std::size_t phone_at(std::string_view text, std::size_t at);
std::size_t email_at(std::string_view text, std::size_t at);
/// A token: 20 or more characters of [A-Za-z0-9+/_=.-], with digits, not an error code.
std::size_t token_at(std::string_view text, std::size_t at);

bool is_space(char c);
std::string_view trim(std::string_view text);
/// Whether the text is a vendor's error code: "CB.00060200", "APIGW.0301", "CC.00050007.400".
bool is_error_code(std::string_view text);

}  // namespace noticed::codearts
