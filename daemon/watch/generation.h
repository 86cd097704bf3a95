// Builds from the configuration what runs: the store's inventory, the policy, and the network thread's generation.
#pragma once

#include <memory>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/watch/watcher.h"
#include "pollers/redactor.h"
#include "storage/store.h"

namespace noticed {

/// Input for the store; owns what its `Inventory` points to.
struct WantedInventory {
  std::vector<WatchedResource> resources;
  std::vector<DiscoverRule> rules;
  Inventory inventory() const;
  std::map<std::string, std::string> regions;
  std::map<std::string, std::string> facts;
};
WantedInventory inventory_of(const Config& config);

/// Reads the files that declare destinations; a file that cannot be read is left out.
PolicyPtr policy_of(const Config& config, const Redactor& redactor, std::uint32_t generation);

/// External dependencies of the credential providers. All references must outlive the generation.
struct SignInParts {
  Loop& loop;
  Transport& transport;
  const Redactor& redactor;
};

/// `started`: the store's reply to inventory_of(config). `before`: the generation that is replaced, may be null. An
/// account whose configuration did not change keeps its credential provider, so that a reload neither requests a new
/// token nor retries a rejected password. The known answers of resources are kept too, so that the first poll after a
/// reload does not report a change without details.
std::shared_ptr<Generation> generation_of(const Config& config, const Started& started, std::uint32_t number,
                                          const SignInParts& parts, const Generation* before);

}  // namespace noticed
