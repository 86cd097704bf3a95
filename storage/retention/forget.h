// Erasing a masked personal value from the whole history. What was told is written anew without it, and the chain is
// made anew from the first event that said it; the table `rewrite` says so for good. Only while no daemon runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

struct Forgotten {
  std::int64_t documents = 0, answers = 0, changes = 0, events = 0;  // that said it
  std::int64_t others = 0;                                           // causes of failures and the like that said it
  std::int64_t first_event = 0;   // from which on the chain is another one; 0: no event said it
  std::int64_t newest_event = 0;  // to which
  std::string replacement;        // "forgotten#1", the same in all places

  std::int64_t places() const { return documents + answers + changes + events + others; }
};

/// Replaces each of `masked` ("178****1234#5f0c…") in settings, answers, changes, events and causes of failures, all in
/// one transaction, and takes it out of the database's free pages and its log. `dry_run`: only counts.
/// Refuses while a resource that is watched still has it among its current settings: the next poll would bring it back.
/// Throws StoreError (a daemon runs, another user's file, another version's schema); then nothing was changed.
Forgotten forget(const std::filesystem::path& database, std::span<const std::string> masked, TimePoint now,
                 bool dry_run);

}  // namespace noticed
