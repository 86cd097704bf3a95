// Retention: what is over since before the horizon goes, in small batches, so that the daemon is never held up.
// Stays: each resource's current snapshot and the one in force at the horizon, so that the state at any later time is
// still known; the newest event; events that a sink still waits for, and all after them, for the chain is cut from its
// beginning only.
#pragma once

#include <filesystem>
#include <functional>

#include "storage/model/clock.h"
#include "storage/model/pruned.h"

namespace noticed {

class Connection;

/// One batch in a transaction of its own: at most about 500 rows or 50 ms; once no rows are left, pages are given back
/// to the file system. Throws StoreError, SQLite::Exception; then the batch was not done.
PruneStep prune_step(Connection& connection, TimePoint horizon, const Clock& clock);

/// What would go. Reads only. Throws StoreError.
Pruned count_prunable(const std::filesystem::path& database, TimePoint horizon);

/// Prunes beside a running daemon; `after_batch` is called between two transactions, and must let others write.
/// Returns all that went, `bytes` of the file given back. Throws StoreError (another user's file, another version's
/// schema, busy); what was done until then stays done.
PruneStep prune(const std::filesystem::path& database, TimePoint horizon, const Clock& clock,
                const std::function<void(const PruneStep& so_far)>& after_batch);

}  // namespace noticed
