// What came of one poll, for whoever asked for it. A value.
#pragma once

#include <string>
#include <vector>

#include "daemon/watch/poll.h"
#include "storage/store.h"

namespace noticed {

/// An event as a list shows it.
struct PolledEvent {
  std::int64_t seq = 0;
  std::string type;
  Severity severity = Severity::info;
  std::string summary;
};

struct PollOutcome {
  enum class Kind : std::uint8_t {
    unchanged,
    changed,    // an event tells how
    first,      // read for the first time, which is told to nobody
    failed,     // some section could not be read
    unstored,   // the store did not take it: as if it had not been polled
    unwatched,  // it is no longer watched
  };
  Kind kind = Kind::unchanged;
  bool partly = false;              // failed: other sections were read
  std::string error;                // failed, unstored: why
  std::vector<PolledEvent> events;  // what it led to, whatever the kind

  bool good() const { return kind == Kind::unchanged || kind == Kind::changed || kind == Kind::first; }
};
/// The kind's own name.
std::string_view to_text(PollOutcome::Kind kind);

/// A cycle that is over and kept. `result`: of its commit; nothing if it was only counted, for there was nothing new.
PollOutcome outcome_of(const Conclusion& conclusion, bool first, const CommitResult* result);
/// One that is no longer watched.
PollOutcome not_watched();
/// A cycle that the store did not take; nothing: it could not.
PollOutcome not_stored(const CommitResult* result);

}  // namespace noticed
