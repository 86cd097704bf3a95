#include "daemon/watch/poll_outcome.h"

#include <algorithm>
#include <array>

namespace noticed {

std::string_view to_text(PollOutcome::Result kind) {
  constexpr std::array<std::string_view, 6> kNames{"unchanged", "changed", "first", "failed", "unstored", "unwatched"};
  return kNames[static_cast<std::size_t>(kind)];
}

PollOutcome outcome_of(const Conclusion& conclusion, bool first, const CommitResult* result) {
  using What = PollOutcome::Result;
  PollOutcome outcome;
  bool changed = false;
  if (result != nullptr) {
    for (const Event& event : result->events) {
      outcome.events.push_back({event.seq, event.type, event.severity, event.summary});
      changed = changed || event.type == "noticed.settings.changed";
    }
  }
  if (conclusion.failed) {
    outcome.kind = What::failed;
    outcome.partly = conclusion.ending == kGood;
    outcome.error = std::string(to_text(conclusion.kind)) + ": " + conclusion.detail;
  } else if (first) {
    outcome.kind = What::first;
  } else if (changed) {
    outcome.kind = What::changed;
  }
  return outcome;
}

PollOutcome not_watched() {
  PollOutcome outcome;
  outcome.kind = PollOutcome::Result::unwatched;
  return outcome;
}

PollOutcome not_stored(const CommitResult* result) {
  PollOutcome outcome;
  // Without an error text the resource belongs to another generation by now, or is no longer watched.
  const bool left = result != nullptr && result->error.empty();
  outcome.kind = left ? PollOutcome::Result::unwatched : PollOutcome::Result::unstored;
  if (result != nullptr) outcome.error = result->error;
  return outcome;
}

}  // namespace noticed
