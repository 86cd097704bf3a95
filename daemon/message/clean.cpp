#include "daemon/message/clean.h"

#include "storage/model/unicode.h"

namespace noticed {
namespace {

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

void clean(MessageContent& message) {
  wash(message.title);
  for (auto& note : message.notes) wash(note);
  for (auto& block : message.blocks) wash(block);
  wash(message.footer);
}

}  // namespace noticed
