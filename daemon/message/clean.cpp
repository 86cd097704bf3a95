#include "daemon/message/clean.h"

#include <cstdint>

namespace noticed {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
  char32_t code = 0;
  std::size_t size = 0;  // bytes; 0: invalid UTF-8
};

bool goes_on(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Decodes the first character. Overlong forms, surrogates and values above U+10FFFF are invalid (RFC 3629).
Character front_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80U) return {lead, 1};
  const std::size_t size = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U || text.size() < size) return {};
  char32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (!goes_on(text[i])) return {};
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  constexpr std::uint32_t kLeast[]{0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[size] || code > 0x10FFFFU || (code >= 0xD800U && code <= 0xDFFFU)) return {};
  return {code, size};
}

bool is_within(char32_t code, char32_t first, char32_t last) { return code >= first && code <= last; }

bool is_control(char32_t code) {
  return code < 0x20U || is_within(code, 0x7F, 0x9F) || code == 0x2028U || code == 0x2029U;
}

/// Zero-width characters, direction marks and overrides, tags.
bool is_hidden(char32_t code) {
  return is_within(code, 0x200B, 0x200F) || is_within(code, 0x202A, 0x202E) || is_within(code, 0x2060, 0x206F) ||
         is_within(code, 0xE0000, 0xE007F) || code == 0xAD || code == 0x61C || code == 0x180E || code == 0xFEFF;
}

void wash(std::string& text) { text = clean(text); }

void wash(Line& line) {
  for (auto& span : line) {
    wash(span.text);
    if (!span.url.starts_with("https://")) span.url.clear();
  }
}

void wash(Block& block) {
  wash(block.title);
  wash(block.reference);
  for (auto& fact : block.facts) {
    wash(fact.label);
    for (auto& line : fact.lines) wash(line);
  }
  for (auto& member : block.members) {
    wash(member.name);
    if (!member.url.starts_with("https://")) member.url.clear();
  }
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character next = front_of(text);
    if (next.size == 0) {
      out += kReplacement;
    } else if (is_control(next.code)) {
      out += ' ';
    } else if (!is_hidden(next.code)) {
      out += text.substr(0, next.size);
    }
    text.remove_prefix(next.size == 0 ? 1 : next.size);
  }
  return out;
}

void clean(MessageContent& message) {
  wash(message.title);
  for (auto& note : message.notes) wash(note);
  for (auto& block : message.blocks) wash(block);
  wash(message.footer);
}

std::size_t length_of(std::string_view text) {
  std::size_t characters = 0;
  for (const char byte : text) characters += goes_on(byte) ? 0U : 1U;
  return characters;
}

std::string_view first_of(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (goes_on(text[end])) continue;
    if (characters == 0) break;
    --characters;
  }
  return text.substr(0, end);
}

std::string shorten(std::string_view text, std::size_t longest) {
  const std::size_t length = length_of(text);
  if (length <= longest) return std::string(text);
  const std::size_t tail = (longest - 1) / 2;
  const std::size_t head = longest - 1 - tail;
  std::string out(first_of(text, head));
  out += "…";
  out += text.substr(first_of(text, length - tail).size());
  return out;
}

}  // namespace noticed
