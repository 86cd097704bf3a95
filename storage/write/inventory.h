// Brings the table of resources in line with the inventory that a generation wants. Inside the caller's transaction.
#pragma once

#include <vector>

#include "storage/model/watched_resource.h"
#include "storage/write/accounts.h"
#include "storage/write/event_log.h"
#include "storage/write/rules.h"

namespace noticed {

/// Adds, updates, retires and un-retires resources; records renames and resources no longer watched. Unchanged rows are
/// not written. Returns the configured ones, each once, in the given order, then the discovered ones in row order.
std::vector<Remembered> apply_inventory(const Inventory& inventory, const Rules& rules, Accounts& accounts,
                                        EventWriter& writer);

}  // namespace noticed
