// A part of a message as plain text, for people who read golden files and for limits in bytes.
#pragma once

#include <string>
#include <utility>

#include "daemon/message/message.h"

namespace noticed {

inline std::string plain_text(const Line& line) {
  std::string out;
  for (const auto& span : line) {
    const std::string mark = span.style == Style::strong ? "**" : span.style == Style::code ? "`" : "";
    const std::string text = mark + span.text + mark;
    out += span.url.empty() ? text : "[" + text + "](" + span.url + ")";
  }
  return out;
}

inline std::string plain_text(const Block& block) {
  std::string out = "[" + std::string(to_text(block.severity)) + "] " + block.title + "\n";
  for (const auto& fact : block.facts) {
    out += "  " + fact.label + ":";
    for (const auto& line : fact.lines) out += (fact.lines.size() > 1 ? "\n    " : " ") + plain_text(line);
    out += "\n";
  }
  std::string small;  // as small_print() of the sinks orders it
  std::string numbers;
  const auto add = [&](const std::string& text) { numbers += (numbers.empty() ? "" : " ") + text; };
  for (const auto& member : block.members) {
    if (member.seq > 0) add("#" + std::to_string(member.seq));
    if (!member.name.empty()) add(member.name);
    if (!member.url.empty()) add("<" + member.url + ">");
  }
  for (const auto& span : block.reference) {
    if (span.style == Style::code && !numbers.empty()) small += std::exchange(numbers, "") + " · ";
    small += plain_text(Line{span});
  }
  small += numbers;
  return small.empty() ? out : out + "  " + small + "\n";
}

inline std::string plain_text(const Part& part) {
  const MessageContent& message = part.content;
  std::string out = message.title;
  if (part.of > 1) out += " " + std::to_string(part.number) + "/" + std::to_string(part.of);
  out += "\n";
  for (const auto& note : message.notes) out += plain_text(note) + "\n";
  for (const auto& block : message.blocks) out += plain_text(block);
  return out + plain_text(message.footer) + "\n";
}

}  // namespace noticed
