#include "receiver/webhook_signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>

namespace receiver {
namespace {

constexpr std::string_view kSecretPrefix = "whsec_";
constexpr std::string_view kVersionPrefix = "v1,";
constexpr std::chrono::seconds kTolerance{300};

std::optional<std::string> from_base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> count) & 0xFFU);
  }
  return bytes;
}

std::string key_of(const std::string& secret) {
  if (!secret.starts_with(kSecretPrefix)) return secret;
  auto key = from_base64(std::string_view(secret).substr(kSecretPrefix.size()));
  if (!key) throw std::invalid_argument("a secret that begins with whsec_ must go on in base64");
  return *key;
}

std::string hmac_sha256(const std::string& key, std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(content.data());
  if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(), bytes, content.size(), mac.data(),
                mac.size(), &size) == nullptr)
    throw std::runtime_error("HMAC-SHA256 is not available");
  return {reinterpret_cast<const char*>(mac.data()), size};
}

std::string_view header(const Headers& headers, std::string_view name) {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

bool is_recent(std::string_view timestamp, std::chrono::system_clock::time_point now) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  if (error != std::errc{} || end != timestamp.data() + timestamp.size()) return false;
  const auto age = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count() - seconds;
  return age <= kTolerance.count() && -age <= kTolerance.count();
}

}  // namespace

Verifier::Verifier(const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets) keys_.push_back(key_of(secret));
}

std::string Verifier::problem(const Headers& headers, std::string_view body,
                              std::chrono::system_clock::time_point now) const {
  if (keys_.empty()) return "not checked: no secret given";
  const std::string_view id = header(headers, "webhook-id");
  const std::string_view timestamp = header(headers, "webhook-timestamp");
  std::string_view signatures = header(headers, "webhook-signature");
  if (id.empty() || timestamp.empty() || signatures.empty()) return "unsigned: a webhook header is missing";
  if (!is_recent(timestamp, now)) return "the timestamp is not within five minutes of now";
  const std::string content = std::string(id).append(".").append(timestamp).append(".").append(body);
  while (!signatures.empty()) {
    const std::size_t end = signatures.find(' ');
    if (matches(signatures.substr(0, end), content)) return "";
    signatures = end == std::string_view::npos ? std::string_view{} : signatures.substr(end + 1);
  }
  return "no signature matches";
}

bool Verifier::matches(std::string_view signature, std::string_view content) const {
  if (!signature.starts_with(kVersionPrefix)) return false;
  const auto given = from_base64(signature.substr(kVersionPrefix.size()));
  if (!given) return false;
  for (const auto& key : keys_) {
    const std::string wanted = hmac_sha256(key, content);
    if (given->size() == wanted.size() && CRYPTO_memcmp(given->data(), wanted.data(), wanted.size()) == 0) return true;
  }
  return false;
}

}  // namespace receiver
