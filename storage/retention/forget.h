// Erases a masked personal value from the whole history: rewrites stored events without it and recomputes the chain
// from the first event that contained it. The table `rewrite` records this permanently. Only while no daemon runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

struct Forgotten {
  std::int64_t documents = 0, answers = 0, changes = 0, events = 0;  // that contained it
  std::int64_t others = 0;                                           // failure causes and the like that contained it
  std::int64_t first_event = 0;   // first event with a new chain value; 0: no event contained it
  std::int64_t newest_event = 0;  // last event with a new chain value
  std::string replacement;        // "forgotten#1", the same everywhere

  std::int64_t total() const { return documents + answers + changes + events + others; }
};

/// Replaces each of `masked` ("178****1234#5f0c…") in settings, answers, changes, events and failure causes, all in one
/// transaction, and removes it from the database's free pages and its log. `dry_run`: only counts. Refuses while a
/// watched resource still has the value in its current settings: the next poll would bring it back. Throws StoreError
/// (a daemon runs, another user's file, another version's schema); then nothing was changed.
Forgotten forget(const std::filesystem::path& database, std::span<const std::string> masked, TimePoint now,
                 bool dry_run);

}  // namespace noticed
