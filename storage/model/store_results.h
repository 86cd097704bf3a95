// What the store answers to what it was given. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "storage/model/event.h"
#include "storage/model/normalizers.h"
#include "storage/model/outage.h"
#include "storage/model/watched_resource.h"

namespace noticed {

/// What a generation starts with.
struct Started {
  std::vector<Remembered> watched;  // those by hand in the order given, then the discovered ones in row order
  std::vector<Outage> outages;      // open
  std::vector<Event> events;        // to be logged now
  Renormalized renormalized;        // after an upgrade: what was read anew
};

/// What a listing changed. Take `dropped` out first, then put `added` in: a resource that is to be polled otherwise
/// than before (it moved to another project, or another rule wants it since it was renamed) is in both.
struct ListingResult {
  std::vector<Remembered> added;
  std::vector<std::int64_t> dropped;  // row ids
  std::vector<Event> events;          // to be logged now
};

/// What came of one committed cycle.
struct CommitResult {
  std::int64_t resource = 0;
  bool stored = false;  // false: the resource is retired since, or of another generation
  SectionState sections;
  std::vector<Event> events;  // what is to be logged now, in the order of their numbers
  /// 16 hex digits over the set of (op, path, new value) of the changes told; empty if none. Equal ones changed alike.
  std::string likeness;
  NotifiedState notified = NotifiedState::none;  // the resource's standing, as told by now
  std::array<std::uint32_t, 3> changes{};        // of settings, that were told, by Severity
  std::string error;                             // why it could not be stored, if it made no sense; else empty
};

/// What an outcome led to.
struct RecordedResult {
  std::vector<Event> events;  // told by it: the sink was suspended, or resumed
  std::int64_t died = 0;      // events that became dead letters
};

}  // namespace noticed
