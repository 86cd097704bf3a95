// What one configuration generation consists of: the store's inventory, the policy, and what the watcher runs.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/watch/watch_list.h"
#include "pollers/account.h"
#include "pollers/fetcher.h"
#include "pollers/redactor.h"
#include "storage/store.h"

namespace noticed {

struct Config;

/// Everything that the watcher needs of one configuration generation.
struct Generation {
  std::uint32_t number = 0;
  WatchList list;
  std::vector<SectionTimes> times;  // as stored, of each section of the list, in its order
  std::vector<std::unique_ptr<Account>> accounts;
  std::map<std::string, std::shared_ptr<CredentialProvider>> sign_ins;  // by their configuration as text
  std::vector<Outage> outages;                                          // reported and still open
  std::map<std::string, Fetcher::Pace> paces;                           // by endpoint
  std::chrono::milliseconds timeout{10'000};
  std::size_t concurrency = 64;
  std::uint32_t fail_after = 3;
  std::uint32_t gone_after = 3;
};

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
