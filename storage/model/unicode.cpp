#include "storage/model/unicode.h"

#include <utf8cpp/utf8.h>
#include <iterator>

namespace noticed {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "…";
constexpr std::size_t kLongestCharacter = 4;  // bytes

bool is_within(char32_t code, char32_t first, char32_t last) { return code >= first && code <= last; }

/// Zero-width characters, direction marks and overrides, tags.
bool is_hidden(char32_t code) {
  return is_within(code, 0x200B, 0x200F) || is_within(code, 0x202A, 0x202E) || is_within(code, 0x2060, 0x206F) ||
         is_within(code, 0xE0000, 0xE007F) || code == 0xAD || code == 0x61C || code == 0x180E || code == 0xFEFF;
}

bool breaks_line(char32_t code) { return is_control(code) || code == 0x2028U || code == 0x2029U; }

/// Calls `take` with each character.
template <typename Take>
void each(std::string_view text, Take take) {
  while (!text.empty()) {
    const Character next = first_character(text);
    take(next);
    text.remove_prefix(next.bytes.size());
  }
}

std::size_t bytes_of(const Character& character) { return character.bytes.size(); }
std::size_t units_of(const Character& character) { return character.code.value_or(0) > 0xFFFFU ? 2 : 1; }

std::string cut(std::string_view text, std::size_t most, std::size_t ellipsis, std::size_t (*size)(const Character&)) {
  std::size_t used = 0;
  std::size_t end = 0;
  std::size_t keep = 0;  // bytes that leave room for the ellipsis
  each(text, [&](const Character& next) {
    used += size(next);
    end += next.bytes.size();
    if (used + ellipsis <= most) keep = end;
  });
  if (used <= most) return std::string(text);
  return ellipsis > most ? std::string() : std::string(text.substr(0, keep)).append(kEllipsis);
}

}  // namespace

Character first_character(std::string_view text) {
  const std::string_view near = text.substr(0, kLongestCharacter);
  auto end = near.begin();
  if (utf8::find_invalid(near.begin(), near.end()) == end) return {text.substr(0, 1), {}};
  const auto code = static_cast<char32_t>(utf8::unchecked::next(end));
  return {text.substr(0, static_cast<std::size_t>(end - near.begin())), code};
}

std::string to_utf8(char32_t code) {
  std::string out;
  utf8::append(code, std::back_inserter(out));
  return out;
}

bool is_control(char32_t code) { return code < 0x20U || is_within(code, 0x7F, 0x9F); }

std::string valid_utf8(std::string_view text) {
  std::string out;
  each(text, [&](const Character& next) { out += next.code ? next.bytes : kReplacement; });
  return out;
}

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each(text, [&](const Character& next) {
    if (!next.code) {
      out += kReplacement;
    } else if (breaks_line(*next.code)) {
      out += ' ';
    } else if (!is_hidden(*next.code)) {
      out += next.bytes;
    }
  });
  return out;
}

std::size_t length_of(std::string_view text) {
  std::size_t characters = 0;
  each(text, [&](const Character&) { ++characters; });
  return characters;
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  each(text, [&](const Character& next) { units += units_of(next); });
  return units;
}

std::string_view first_of(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (; characters > 0 && end < text.size(); --characters) end += first_character(text.substr(end)).bytes.size();
  return text.substr(0, end);
}

std::string_view first_bytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  const std::string_view within = text.substr(0, bytes);
  const auto end = utf8::find_invalid(within.begin(), within.end());
  return within.substr(0, static_cast<std::size_t>(end - within.begin()));
}

std::string shorten(std::string_view text, std::size_t longest) {
  const std::size_t length = length_of(text);
  if (length <= longest) return std::string(text);
  const std::size_t tail = (longest - 1) / 2;
  std::string out(first_of(text, longest - 1 - tail));
  out += kEllipsis;
  out += text.substr(first_of(text, length - tail).size());
  return out;
}

std::string cut_bytes(std::string_view text, std::size_t bytes) {
  return cut(text, bytes, kEllipsis.size(), &bytes_of);
}

std::string cut_units(std::string_view text, std::size_t units) { return cut(text, units, 1, &units_of); }

}  // namespace noticed
