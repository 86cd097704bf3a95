// The cycle transaction: what one poll of one resource found, written whole: gaps, snapshot, changes, event,
// deliveries. Inside the caller's transaction.
#pragma once

#include "storage/file/connection.h"
#include "storage/model/policy.h"
#include "storage/model/poll_report.h"
#include "storage/model/store_results.h"

namespace noticed {

/// Stores one cycle. Not stored if its resource is unknown, retired, or if it belongs to another generation than
/// `policy`. Throws std::invalid_argument for a cycle that makes no sense, SQLite::Exception; then the caller rolls
/// back.
CommitResult store_cycle(Connection& connection, const PollReport& cycle, const Policy& policy);

}  // namespace noticed
