// Addresses and tokens that are not plain to see: encoded, without a scheme, as a path or a name. Pure functions, any
// thread, linear time.
#pragma once

#include <string_view>

namespace noticed::codearts {

/// Whether the text holds an address that may let in whoever knows it, although no "://" is in sight: percent-encoded
/// up to four times, with a credential in its query ("host/send?access_code=…"), or with a random word in its path.
bool hides_address(std::string_view text);

/// Whether a JSON web token stands in the text.
bool holds_web_token(std::string_view text);

/// Whether some token stands in the text: see token_at.
bool holds_token(std::string_view text);

/// Whether such a token is random, and not made of words with small numbers ("send_notification_v2_enabled").
bool holds_random_token(std::string_view text);

}  // namespace noticed::codearts
