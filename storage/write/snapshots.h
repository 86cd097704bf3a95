// A resource's sequence of snapshots, and its polling state. Inside the caller's transaction.
#pragma once

#include <optional>

#include "storage/file/connection.h"
#include "storage/model/event.h"
#include "storage/model/poll_report.h"
#include "storage/write/documents.h"

namespace noticed {

/// The newest snapshot of a resource.
struct CurrentSnapshot {
  std::int64_t id = 0;  // 0: none yet
  std::int64_t document = 0;
  std::string digest;
  TimePoint taken{};
};

CurrentSnapshot load_current(Connection& connection, std::int64_t resource);

/// Appends a snapshot with `document`. The previous one ends where it begins, with the confirmation and counts in
/// poll_state. Returns the new snapshot's id.
std::int64_t supersede(Connection& connection, std::int64_t resource, const CurrentSnapshot& current,
                       const DocumentRef& document, TimePoint taken);

/// Adds accumulated polls to a resource's polling state, and the failed ones to its open gaps.
void add_confirmation(Connection& connection, const Confirmation& confirmation);

/// One poll with a full report.
struct PollResult {
  std::int64_t resource = 0;
  TimePoint started{};
  TimePoint next_due{};
  bool some_good = false;
  bool all_good = false;
  std::uint32_t failures = 0;
  std::optional<std::string> error;
};
void add_poll(Connection& connection, const PollResult& poll);

/// A resource as referenced in events, by row.
ResourceInfo load_info(Connection& connection, std::int64_t resource);

}  // namespace noticed
