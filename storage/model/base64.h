// Base64 with padding (RFC 4648, section 4). Pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace noticed {

std::string to_base64(std::span<const unsigned char> bytes);
std::string to_base64(std::string_view bytes);
/// Returns nullopt if the text is not complete, padded base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace noticed
