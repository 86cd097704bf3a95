#include "pollers/error_text.h"

#include <algorithm>
#include <cstdint>

#include "pollers/answer_fields.h"
#include "pollers/patterns.h"

namespace noticed::codearts {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// Length of the well-formed UTF-8 character at `at`; 0 if there is none.
std::size_t character_size(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte_at(text, at + i) & 0xc0U) != 0x80U) return 0;
  const unsigned second = byte_at(text, at + 1);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool surrogate = lead == 0xed && second > 0x9f;
  const bool beyond = lead == 0xf4 && second > 0x8f;
  return overlong || surrogate || beyond ? 0 : size;
}

bool is_key(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         c == '-' || c == '.';
}

bool is_letters(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view set) {
  return std::min(text.find_first_not_of(set, at), text.size());
}

bool is_scheme(std::string_view word) {
  constexpr std::string_view kBearer = "bearer";
  constexpr std::string_view kBasic = "basic";
  const auto same = [](char a, char b) { return (a | 0x20) == b; };
  return std::equal(word.begin(), word.end(), kBearer.begin(), kBearer.end(), same) ||
         std::equal(word.begin(), word.end(), kBasic.begin(), kBasic.end(), same);
}

TextRange word_at(std::string_view text, std::size_t at) {
  return {at, std::min(text.find_first_of(" |\"'", at), text.size()) - at};
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = character_size(text, at);
    const bool control = size == 1 ? byte_at(text, at) < 0x20 || byte_at(text, at) == 0x7f
                                   : size == 2 && byte_at(text, at) == 0xc2 && byte_at(text, at + 1) < 0xa0;
    if (size == 0) {
      out += '?';
    } else if (!control) {
      out += text.substr(at, size);
    } else if (is_space(text[at])) {
      out += ' ';
    }
    at += std::max<std::size_t>(size, 1);
  }
  return std::string(trim(out));
}

std::string_view beginning(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (byte_at(text, bytes) & 0xc0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

TextRange secret_value(std::string_view text, std::size_t at) {
  if (!is_key(text[at]) || (at > 0 && is_key(text[at - 1]))) return {};
  std::size_t end = at;
  while (end < text.size() && is_key(text[end])) ++end;
  std::size_t sign = skip(text, end, "\\\"' ");
  if (sign == text.size() || (text[sign] != '=' && text[sign] != ':')) return {};
  if (!sounds_secret(text.substr(at, end - at))) return {};
  const std::size_t begin = skip(text, sign + 1, " ");
  const std::size_t value = skip(text, begin, "\\\"'");
  if (value > begin) {  // quoted: up to the next quote
    const std::size_t close = std::min(text.find_first_of("\\\"'", value), text.size());
    return {value, close - value};
  }
  const TextRange word = word_at(text, value);
  const auto said = text.substr(word.at, word.size);
  if (is_scheme(said)) return word_at(text, skip(text, word.at + word.size, " "));
  // In "Incorrect token: expired" the word is no value.
  const bool prose = text[sign] == ':' && begin > sign + 1 && is_letters(said);
  return prose ? TextRange{} : word;
}

}  // namespace noticed::codearts
