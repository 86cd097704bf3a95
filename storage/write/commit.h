// Stores one poll of one resource completely: gaps, snapshot, changes, event, deliveries. Inside the caller's
// transaction.
#pragma once

#include "storage/file/connection.h"
#include "storage/model/policy.h"
#include "storage/model/poll_report.h"
#include "storage/model/store_results.h"

namespace noticed {

/// Stores one poll. Skipped if its resource is unknown or retired, or if its generation is not that of `policy`. Throws
/// std::invalid_argument for an inconsistent report, SQLite::Exception; then the caller rolls back.
CommitResult store_cycle(Connection& connection, const PollReport& cycle, const Policy& policy);

}  // namespace noticed
