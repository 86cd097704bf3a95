// Result of one poll, for whoever requested it. A value.
#pragma once

#include <string>
#include <vector>

#include "daemon/watch/poll.h"
#include "storage/store.h"

namespace noticed {

/// An event as listings show it.
struct PolledEvent {
  std::int64_t seq = 0;
  std::string type;
  Severity severity = Severity::info;
  std::string summary;
};

struct PollOutcome {
  enum class Result : std::uint8_t {
    unchanged,
    changed,    // an event describes the change
    first,      // read for the first time; nobody is notified
    failed,     // some section could not be read
    unstored,   // the store did not commit it; counts as not polled
    unwatched,  // it is no longer watched
  };
  Result kind = Result::unchanged;
  bool partly = false;              // failed: other sections were read
  std::string error;                // failed, unstored: why
  std::vector<PolledEvent> events;  // events that it caused, whatever the kind

  bool good() const { return kind == Result::unchanged || kind == Result::changed || kind == Result::first; }
};
/// Returns the enumerator's name.
std::string_view to_text(PollOutcome::Result kind);

/// A poll that is over and stored. `result`: of its commit; null if the poll was only counted because nothing was new.
PollOutcome outcome_of(const Conclusion& conclusion, bool first, const CommitResult* result);
/// A poll of a resource that is no longer watched.
PollOutcome not_watched();
/// A poll that was not committed. `result`: the store's reply, with the error if it refused; null if the store failed.
PollOutcome not_stored(const CommitResult* result);

}  // namespace noticed
