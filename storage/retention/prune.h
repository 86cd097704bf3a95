// Retention: removes data that ended before the horizon, in small batches, so that the daemon is not delayed. Kept:
// each resource's current snapshot and the one in force at the horizon, so that the state at any later time stays
// known; the newest event; pending events and all events after them, because the chain may be shortened only at its
// beginning.
#pragma once

#include <filesystem>
#include <functional>

#include "storage/model/clock.h"
#include "storage/model/pruned.h"

namespace noticed {

class Connection;

/// Removes one batch in a transaction of its own: about 500 rows or 50 ms at most. Once no rows are left, returns pages
/// to the file system. Throws StoreError, SQLite::Exception; then the batch was not done.
PruneStep prune_step(Connection& connection, TimePoint horizon, const Clock& clock);

/// What would be removed. Reads only. Throws StoreError.
Pruned count_prunable(const std::filesystem::path& database, TimePoint horizon);

/// Prunes beside a running daemon. Calls `after_batch` between two transactions; it must let others write. Returns the
/// rows removed and the `bytes` returned to the file system. Throws StoreError (another user's file, another version's
/// schema, busy); finished batches stay done.
PruneStep prune(const std::filesystem::path& database, TimePoint horizon, const Clock& clock,
                const std::function<void(const PruneStep& so_far)>& after_batch);

}  // namespace noticed
