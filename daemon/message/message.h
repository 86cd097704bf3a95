// Content of a chat message, independent of any chat's markup: plain values, composed from events by compose(), divided
// into parts by split(), formatted by the sink. All text is user data until a sink has escaped it.
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
  std::string url{};  // https link target; empty: none
  friend bool operator==(const Span&, const Span&) = default;
};
using Line = std::vector<Span>;

/// "When: Sat 21 Nov, between …". Shown as a field, or as a line that begins with the label in bold.
struct Fact {
  std::string label;  // "Changed", "When", "Still notified"; without colon
  std::vector<Line> lines;
  friend bool operator==(const Fact&, const Fact&) = default;
};

/// An event described by a block.
struct Member {
  std::int64_t seq = 0;
  std::string name;   // its resource's name if the block has several members; else empty
  std::string url{};  // the resource's page in the console; empty: unknown
  friend bool operator==(const Member&, const Member&) = default;
};

/// One event, or several that are alike.
struct Block {
  Severity severity = Severity::info;
  std::string title;  // "payments-api: no visible notification left for failed builds"
  std::vector<Fact> facts;
  std::vector<Member> members;  // never empty
  Line reference;               // shown in small type: place and `noticed explain`; without the members' numbers
  friend bool operator==(const Block&, const Block&) = default;
};

struct MessageContent {
  Severity severity = Severity::info;  // the highest of its blocks
  std::string title;                   // of the only block; for several: "12 changes, 3 of them critical"
  std::vector<Line> notes;             // before the blocks: "Delayed: …"
  std::vector<Block> blocks;           // in the order of their first events
  Line footer;                         // host and account; shown in small type
  friend bool operator==(const MessageContent&, const MessageContent&) = default;
};

/// A message, or a part of one that is within a chat's limits.
struct Part {
  MessageContent content;
  unsigned number = 1, of = 1;          // "2/3" where of > 1
  std::vector<std::int64_t> completed;  // events completely described once this part is sent, ascending
};

}  // namespace noticed
