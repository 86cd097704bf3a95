// Detects hidden addresses and tokens: encoded, without a scheme, in a path or a name. Pure functions, any thread,
// linear time.
#pragma once

#include <string_view>

namespace noticed::codearts {

/// Whether the text contains an address that may grant access to whoever knows it, although it has no "://":
/// percent-encoded up to four times, with a credential in its query ("host/send?access_code=…"), or with a random word
/// in its path.
bool hides_address(std::string_view text);

/// Whether the text contains a JSON web token.
bool holds_web_token(std::string_view text);

/// Whether the text contains a token; see token_at.
bool holds_token(std::string_view text);

/// Likewise, but the token must be random and not made of words with small numbers ("send_notification_v2_enabled").
bool holds_random_token(std::string_view text);

}  // namespace noticed::codearts
