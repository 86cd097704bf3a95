#include "pollers/mask.h"

#include <algorithm>
#include <array>

#include "pollers/patterns.h"
#include "storage/model/ascii.h"
#include "storage/model/unicode.h"

namespace noticed {
namespace {

constexpr std::size_t kFingerprint = 16;  // hex digits

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

/// Length of "#" and a fingerprint at the beginning; 0 if there is none.
std::size_t fingerprint_size(std::string_view text) {
  if (text.size() <= kFingerprint || text[0] != '#') return 0;
  const auto hex = text.substr(1, kFingerprint);
  return all_are(hex, is_hex) ? kFingerprint + 1 : 0;
}

/// Length of "178****1234" or "phone" at the beginning.
std::size_t phone_face(std::string_view text) {
  constexpr std::string_view kUnshaped = "phone";
  constexpr std::string_view kForm = "000****0000";
  if (text.starts_with(kUnshaped)) return kUnshaped.size();
  if (text.size() < kForm.size()) return 0;
  for (std::size_t i = 0; i < kForm.size(); ++i)
    if (kForm[i] == '0' ? !is_digit(text[i]) : text[i] != kForm[i]) return 0;
  return kForm.size();
}

/// Length of "a***@example.com" at the beginning.
std::size_t email_face(std::string_view text) {
  constexpr std::string_view kHidden = "***@";
  if (text.empty() || !text.substr(first_character(text).bytes.size()).starts_with(kHidden)) return 0;
  return codearts::email_at(text, 0);
}

std::size_t forgotten_size(std::string_view text) {
  constexpr std::string_view kForgotten = "forgotten#";
  if (!text.starts_with(kForgotten)) return 0;
  std::size_t size = kForgotten.size();
  while (size < text.size() && is_digit(text[size])) ++size;
  return size > kForgotten.size() ? size : 0;
}

}  // namespace

std::size_t mask_at(std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  if (const auto size = forgotten_size(rest); size > 0) return size;
  for (const std::size_t face : {phone_face(rest), email_face(rest)}) {
    if (face == 0) continue;
    if (const auto size = fingerprint_size(rest.substr(face)); size > 0) return face + size;
  }
  return 0;
}

bool is_mask(std::string_view text) {
  constexpr std::array<std::string_view, 5> kNames{"text", "secret", "url", "phone", "email"};
  if (text.empty()) return false;
  if (mask_at(text, 0) == text.size()) return true;
  if (text.size() <= kFingerprint + 1) return false;
  const auto face = text.substr(0, text.size() - kFingerprint - 1);
  if (fingerprint_size(text.substr(face.size())) == 0) return false;
  return std::find(kNames.begin(), kNames.end(), face) != kNames.end() || codearts::url_origin(face) == face;
}

}  // namespace noticed
