// SHA-256 and HMAC-SHA256 by OpenSSL, and hexadecimal. Pure functions, any thread.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace noticed {

using Sha256 = std::array<unsigned char, 32>;

/// FIPS 180-4. Throws std::runtime_error if OpenSSL cannot compute it.
Sha256 sha256(std::string_view text);
/// RFC 2104 with SHA-256. Throws as above.
Sha256 hmac_sha256(std::string_view key, std::string_view message);

/// Two lower-case digits a byte.
std::string to_hex(std::span<const unsigned char> bytes);
std::string sha256_hex(std::string_view text);

}  // namespace noticed
