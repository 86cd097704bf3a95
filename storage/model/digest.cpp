#include "storage/model/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace noticed {

Sha256 sha256(std::string_view text) {
  Sha256 digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1 || size != digest.size())
    throw std::runtime_error("OpenSSL cannot compute SHA-256");
  return digest;
}

Sha256 hmac_sha256(std::string_view key, std::string_view message) {
  Sha256 mac{};
  unsigned int size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, message.size(), mac.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256");
  return mac;
}

std::string to_hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0xFU];
  }
  return text;
}

std::string sha256_hex(std::string_view text) { return to_hex(sha256(text)); }

}  // namespace noticed
