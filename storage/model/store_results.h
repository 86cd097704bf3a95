// Results of the store's operations. Plain values.
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

/// The initial state of a configuration generation.
struct Started {
  std::vector<Remembered> watched;  // configured ones in the given order, then discovered ones in row order
  std::vector<Outage> outages;      // open
  std::vector<Event> events;        // to be logged now
  Renormalized renormalized;        // what was normalized again after an upgrade
};

/// What a listing changed. Remove `dropped` first, then add `added`: a resource to be polled differently (it moved to
/// another project, or was renamed and another rule matches it) is in both.
struct ListingResult {
  std::vector<Remembered> added;
  std::vector<std::int64_t> dropped;  // row ids
  std::vector<Event> events;          // to be logged now
};

/// The result of one committed poll.
struct CommitResult {
  std::int64_t resource = 0;
  bool stored = false;  // false: the resource was retired meanwhile, or belongs to another generation
  SectionState sections;
  std::vector<Event> events;                     // to be logged now, in order of numbers
  SectionMask changed = 0;                       // sections with reported changes
  NotifiedState notified = NotifiedState::none;  // after this poll
  std::array<std::uint32_t, 3> changes{};        // reported settings changes, by Severity
  std::string error;                             // why an inconsistent report was not stored; else empty
};

/// The result of record_result().
struct RecordedResult {
  std::vector<Event> events;  // the sink was suspended or resumed
  std::int64_t died = 0;      // events that became dead letters
};

}  // namespace noticed
