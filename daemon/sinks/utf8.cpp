#include "daemon/sinks/utf8.h"

#include <algorithm>

namespace noticed {
namespace {

constexpr std::string_view kEllipsis = "…";

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Length in bytes of the character that begins at `at`; 0 if none does.
std::size_t length_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  std::size_t length = 0;
  if (lead < 0x80) length = 1;
  if (lead >= 0xC2 && lead < 0xE0) length = 2;
  if (lead >= 0xE0 && lead < 0xF0) length = 3;
  if (lead >= 0xF0 && lead < 0xF5) length = 4;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!continues(text[at + i])) return 0;
  if (length < 3) return length;
  // Overlong form, surrogate, or beyond U+10FFFF.
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const bool odd = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0) ||
                   (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90);
  return odd ? 0 : length;
}

/// Returns the measured length of a character of `bytes` bytes.
using Measure = std::size_t (*)(std::size_t bytes);

std::string cut(std::string_view text, std::size_t most, std::size_t ellipsis, Measure measure) {
  std::size_t used = 0;
  std::size_t keep = 0;  // bytes that leave room for the ellipsis
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = std::max<std::size_t>(length_at(text, at), 1);
    used += measure(bytes);
    at += bytes;
    if (used + ellipsis <= most) keep = at;
    if (used > most) return ellipsis > most ? "" : std::string(text.substr(0, keep)).append(kEllipsis);
  }
  return std::string(text);
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string valid;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = length_at(text, at);
    if (bytes == 0)
      valid += "\xEF\xBF\xBD";
    else
      valid += text.substr(at, bytes);
    at += bytes == 0 ? 1 : bytes;
  }
  return valid;
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text)
    if (!continues(c)) units += static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1;
  return units;
}

std::string cut_bytes(std::string_view text, std::size_t bytes) {
  return cut(text, bytes, kEllipsis.size(), [](std::size_t size) { return size; });
}

std::string cut_units(std::string_view text, std::size_t units) {
  return cut(text, units, 1, [](std::size_t size) -> std::size_t { return size == 4 ? 2 : 1; });
}

}  // namespace noticed
