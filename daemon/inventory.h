// From configuration to what runs: the inventory for the store, the policy, and the network thread's generation.
#pragma once

#include <memory>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/watcher.h"
#include "pollers/redactor.h"
#include "storage/store.h"

namespace noticed {

std::vector<WatchedResource> inventory_of(const Config& config);

/// Reads the files that declare destinations; one that cannot be read is left out.
PolicyPtr policy_of(const Config& config, const Redactor& redactor, std::uint32_t generation);

/// `remembered` is what the store said of inventory_of(config), in the same order.
std::shared_ptr<Generation> generation_of(const Config& config, const std::vector<Remembered>& remembered,
                                          std::uint32_t number);

}  // namespace noticed
