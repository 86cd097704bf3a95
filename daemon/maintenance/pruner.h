// Retention while the daemon runs: deletes once an hour what is older than `storage.keep`, in batches with pauses, so
// that commits and deliveries come between. Network thread only; the work is done on the storage thread.
#pragma once

#include <chrono>
#include <optional>

#include "daemon/runtime/log.h"
#include "daemon/runtime/store_access.h"
#include "pollers/loop.h"

namespace noticed {

class Pruner {
 public:
  /// All references must outlive it.
  Pruner(Loop& loop, StoreAccess& store, Log& log) : loop_(loop), store_(store), log_(log) {}

  /// Sets the retention time. The first check is an hour later: by then a clock that was wrong at boot has been
  /// corrected. nullopt: keeps everything.
  void configure(std::optional<std::chrono::milliseconds> keep);
  void stop() { configure({}); }

 private:
  void wait();
  void begin();
  void prune();
  void on_batch(const PruneStep& step);

  Loop& loop_;
  StoreAccess& store_;
  Log& log_;
  std::optional<std::chrono::milliseconds> keep_;
  std::optional<TimePoint> horizon_;  // of this hour's batches; nullopt: none under way
  PruneStep so_far_;                  // of this hour
  Alarm alarm_;
};

}  // namespace noticed
