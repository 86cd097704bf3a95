#include "pollers/error_text.h"

#include <algorithm>

#include "pollers/answer_fields.h"
#include "pollers/patterns.h"
#include "storage/model/ascii.h"
#include "storage/model/unicode.h"

namespace noticed::codearts {
namespace {

bool is_key(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || is_alnum(c) || c == '_' || c == '-' || c == '.';
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
  while (!text.empty()) {
    const Character next = first_character(text);
    if (!next.code) {
      out += '?';
    } else if (!is_control(*next.code)) {
      out += next.bytes;
    } else if (is_space(next.bytes.front())) {
      out += ' ';
    }
    text.remove_prefix(next.bytes.size());
  }
  return std::string(trim(out));
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
  const bool prose = text[sign] == ':' && begin > sign + 1 && all_are(said, is_letter);
  return prose ? TextRange{} : word;
}

}  // namespace noticed::codearts
