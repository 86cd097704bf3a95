// The start of a configuration generation: records what it changed, drops what it no longer wants. Inside the caller's
// transaction.
#pragma once

#include "storage/model/normalizers.h"
#include "storage/model/store_results.h"
#include "storage/model/watched_resource.h"
#include "storage/write/event_log.h"
#include "storage/write/rules.h"

namespace noticed {

/// See Store::begin_generation. `rules` are those of the inventory.
Started store_generation(EventWriter& writer, const Inventory& inventory, const Rules& rules, const Policy& policy,
                         const Normalizers& normalizers);

}  // namespace noticed
