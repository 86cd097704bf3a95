// Connects discovery to the cloud and the store: the fetcher requests pages, the storage thread stores complete
// listings, and the watcher gets the added and removed resources. Network thread only.
#pragma once

#include <functional>

#include "daemon/discovery/discovery.h"
#include "daemon/runtime/log.h"
#include "daemon/runtime/store_thread.h"
#include "daemon/watch/watcher.h"

namespace noticed {

/// Hooks for the generation that the watcher runs now; all references must outlive the Discovery that uses them.
struct DiscoveryParts {
  Loop& loop;
  Fetcher& fetcher;
  StoreThread& store;
  Watcher& watcher;
  const Redactor& redactor;
  Log& log;
  std::function<void(const std::vector<Event>&)> on_committed;
  std::function<void(bool complete)> round_ended;
};
DiscoveryHooks discovery_hooks(const DiscoveryParts& parts);

}  // namespace noticed
