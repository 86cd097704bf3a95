// The table of resources against the inventory that a configuration generation wants. Inside the caller's transaction.
#pragma once

#include <vector>

#include "storage/model/watched_resource.h"
#include "storage/write/accounts.h"
#include "storage/write/event_log.h"
#include "storage/write/rules.h"

namespace noticed {

/// Adds, updates, retires and returns to life, and tells who was renamed and who left. Rows that are as wanted are not
/// written. Those by hand come first, each once, in the order given; then the discovered ones in row order.
std::vector<Remembered> apply_inventory(const Inventory& inventory, const Rules& rules, Accounts& accounts,
                                        EventWriter& writer);

}  // namespace noticed
