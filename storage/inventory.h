// The table of resources against the inventory that a configuration generation wants. Inside the caller's transaction.
#pragma once

#include <span>
#include <vector>

#include "storage/connection.h"

namespace noticed {

/// Adds, updates, retires and returns to life. Rows that are as wanted are not written. The result is in the order of
/// `resources`.
std::vector<Remembered> apply_inventory(Connection& connection, std::span<const WatchedResource> resources,
                                        TimePoint now);

}  // namespace noticed
