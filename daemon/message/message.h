// What a chat message says, before any chat's markup: plain values, made from events by compose(), cut to size by
// split(), written in a chat's own form by its sink. All text is user data until a sink has escaped it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/model/policy.h"

namespace noticed {

enum class Style : std::uint8_t { plain, strong, code };

/// Text in one style. No control characters, no line breaks.
struct Span {
  std::string text;
  Style style = Style::plain;
  std::string url{};  // where a click leads, https; empty: nowhere
  friend bool operator==(const Span&, const Span&) = default;
};
using Line = std::vector<Span>;

/// "When: Sat 21 Nov, between …". Chats show it as a field or as a line that begins with the label in bold.
struct Fact {
  std::string label;  // "Changed", "When", "Still told", "Do"; without colon
  std::vector<Line> lines;
  friend bool operator==(const Fact&, const Fact&) = default;
};

/// An event that a block tells of.
struct Member {
  std::int64_t seq = 0;
  std::string name;   // of its resource, where a block tells of several; else empty
  std::string url{};  // the resource's page in the console; empty: none is known
  friend bool operator==(const Member&, const Member&) = default;
};

/// One thing that happened: one event, or several that are alike.
struct Block {
  Severity severity = Severity::info;
  std::string title;  // "payments-api: failed builds no longer alert anyone outside CodeArts"
  std::vector<Fact> facts;
  std::vector<Member> members;  // never empty
  Line reference;               // small print: where it belongs, and how to ask for more; without the members' numbers
  friend bool operator==(const Block&, const Block&) = default;
};

struct MessageContent {
  Severity severity = Severity::info;  // the highest of its blocks
  std::string title;                   // of one block: that block's; of several: "12 changes, 3 of them critical"
  std::vector<Line> notes;             // before the blocks: "Delayed: …"
  std::vector<Block> blocks;           // in the order of their first events
  Line footer;                         // host and account; small print
  friend bool operator==(const MessageContent&, const MessageContent&) = default;
};

/// A message, or the part of one that fits into a chat's limits.
struct Part {
  MessageContent content;
  unsigned number = 1, of = 1;          // "2/3" where of > 1
  std::vector<std::int64_t> completed;  // events of which nothing is left to tell after this part, ascending
};

}  // namespace noticed
