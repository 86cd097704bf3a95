// Checks that the history is unaltered. Opens the database read-only beside a running daemon; short transactions,
// except SQLite's own check.
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

/// An event's number and chain value, as quoted in an old message: "1841:9f86d0…".
struct Anchor {
  std::int64_t seq = 0;
  std::string chain;
};
/// Parses "1841:HEX" or "#1841:HEX". nullopt for any other text.
std::optional<Anchor> parse_anchor(std::string_view text);

struct VerifyRequest {
  std::optional<Anchor> anchor;
  /// Called during the check: what is being checked, how many are done, how many in all. May be empty.
  std::function<void(std::string_view, std::int64_t, std::int64_t)> progress;
};

/// A range of events that was rewritten.
struct Rewrite {
  TimePoint at{};
  std::int64_t from = 0, to = 0;
  std::string old_head, new_head, reason;
};

/// The result of checking an anchor.
enum class AnchorState : std::uint8_t {
  none,      // no anchor was given
  same,      // the event has this chain value
  other,     // the event has another value: the history was rewritten
  missing,   // the event is missing: the end was cut off
  not_kept,  // the event is older than what is kept; cannot be checked
};

struct Verification {
  std::int64_t events = 0, documents = 0, answers = 0;  // checked
  std::int64_t first = 0;                               // oldest kept event; 0: none
  std::int64_t newest = 0;                              // newest event; 0: none
  std::string head;                                     // its chain value
  std::int64_t pruned = 0;                              // the last pruned event; 0: none
  std::vector<Rewrite> rewrites;
  AnchorState anchor = AnchorState::none;
  std::vector<Damage> damages;  // the first ones, in the order found
  std::int64_t damaged = 0;     // total number

  bool good() const { return damaged == 0 && anchor != AnchorState::other && anchor != AnchorState::missing; }
};

/// Runs SQLite's quick_check; checks the chain, each event's columns and changes, and the digests of documents and
/// answers. Events cut off at the end are detected only with an anchor. Throws StoreError (no such file, no permission,
/// not ours, newer).
Verification verify(const std::filesystem::path& database, const VerifyRequest& request);

}  // namespace noticed
