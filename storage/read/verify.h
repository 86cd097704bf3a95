// Whether the history is what it was when it was written. Opens the database read-only beside a running daemon; short
// transactions, but for SQLite's own check.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/chain_check.h"
#include "storage/model/clock.h"

namespace noticed {

/// An event's number and chain value, as an old message says them: "1841:9f86d0…".
struct Anchor {
  std::int64_t seq = 0;
  std::string chain;
};
/// "1841:HEX", also "#1841:HEX". Nothing: it is none.
std::optional<Anchor> parse_anchor(std::string_view text);

struct VerifyRequest {
  std::optional<Anchor> anchor;
  /// Told now and then: what is being looked at, how many are done, of how many. May be nothing.
  std::function<void(std::string_view, std::int64_t, std::int64_t)> progress;
};

/// Events that were written anew.
struct Rewrite {
  TimePoint at{};
  std::int64_t from = 0, to = 0;
  std::string old_head, new_head, reason;
};

/// How an anchor fared.
enum class AnchorState : std::uint8_t {
  none,      // none was given
  same,      // that event has this chain value
  other,     // it has another one: history was rewritten
  missing,   // there is no such event: the end was cut off
  not_kept,  // it is older than what is kept; nothing can be said
};

struct Verification {
  std::int64_t events = 0, documents = 0, answers = 0;  // looked at
  std::int64_t first = 0;                               // event kept; 0: none
  std::int64_t newest = 0;                              // event; 0: none
  std::string head;                                     // its chain value
  std::int64_t pruned = 0;                              // the last event that was pruned; 0: none was
  std::vector<Rewrite> rewrites;
  AnchorState anchor = AnchorState::none;
  std::vector<Damage> damages;  // the first ones, in the order in which they were found
  std::int64_t damaged = 0;     // all of them

  bool good() const { return damaged == 0 && anchor != AnchorState::other && anchor != AnchorState::missing; }
};

/// SQLite's quick_check; the chain, each event's columns and changes; the digests of documents and answers. What was
/// cut off the end is found by the anchor only. Throws StoreError (no such file, no permission, not ours, newer).
Verification verify(const std::filesystem::path& database, const VerifyRequest& request);

}  // namespace noticed
