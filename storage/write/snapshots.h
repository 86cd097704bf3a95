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

/// Appends a snapshot with `document`. The previous one ends where it begins, with the newest confirmation of any
/// section, and the polls that the sections counted. Returns the new snapshot's id.
std::int64_t supersede(Connection& connection, std::int64_t resource, const CurrentSnapshot& current,
                       const DocumentRef& document, TimePoint taken);

/// Adds accumulated answers to a section's row; failures to its open gap, too.
void add_confirmation(Connection& connection, const Confirmation& counted);

/// A resource as referenced in events, by row.
ResourceInfo load_info(Connection& connection, std::int64_t resource);

}  // namespace noticed
