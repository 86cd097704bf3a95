// From configuration to what runs: the inventory for the store, the policy, and the network thread's generation.
#pragma once

#include <memory>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/watch/watcher.h"
#include "pollers/redactor.h"
#include "storage/store.h"

namespace noticed {

/// What the store is given; owns what its `Inventory` points to.
struct WantedInventory {
  std::vector<WatchedResource> resources;
  std::vector<DiscoverRule> rules;
  Inventory inventory() const;
  std::map<std::string, std::string> regions;
  std::map<std::string, std::string> facts;
};
WantedInventory inventory_of(const Config& config);

/// Reads the files that declare destinations; one that cannot be read is left out.
PolicyPtr policy_of(const Config& config, const Redactor& redactor, std::uint32_t generation);

/// What signing in needs from outside. All references must outlive the generation.
struct SignInParts {
  Loop& loop;
  Transport& transport;
  const Redactor& redactor;
};

/// `started` is what the store said of inventory_of(config). `before` is the generation that this one replaces, may be
/// empty: an account whose configuration did not change goes on with the sign-in it has, so that a reload asks for no
/// new token, and tries no refused password again; and what the store has of a resource's answers stays known, so that
/// the first poll after a reload is not taken for a change that nobody can name.
std::shared_ptr<Generation> generation_of(const Config& config, const Started& started, std::uint32_t number,
                                          const SignInParts& parts, const Generation* before);

}  // namespace noticed
