// HMAC-SHA256 and base64, as webhooks are signed with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace noticed {

/// The 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view message);

std::string to_base64(std::string_view bytes);
/// Nothing if the text is not whole, padded base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace noticed
