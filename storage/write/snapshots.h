// A resource's line of snapshots, and its polling state. Inside the caller's transaction.
#pragma once

#include <optional>

#include "storage/file/connection.h"
#include "storage/model/event.h"
#include "storage/model/poll_report.h"
#include "storage/write/documents.h"

namespace noticed {

/// Where a resource's line stands.
struct CurrentSnapshot {
  std::int64_t id = 0;  // 0: none yet
  std::int64_t document = 0;
  std::string digest;
  TimePoint taken{};
};

CurrentSnapshot load_current(Connection& connection, std::int64_t resource);

/// Puts `document` at the end of the line; the one before ends where it begins, confirmed and counted as poll_state
/// says. Returns the new snapshot's id.
std::int64_t supersede(Connection& connection, std::int64_t resource, const CurrentSnapshot& current,
                       const DocumentRef& document, TimePoint taken);

/// Adds gathered polls to a resource's polling state, and its failed ones to its open gaps.
void add_confirmation(Connection& connection, const Confirmation& confirmation);

/// One poll that was told in full.
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

/// A resource as events name it, by its row.
ResourceInfo load_info(Connection& connection, std::int64_t resource);

}  // namespace noticed
