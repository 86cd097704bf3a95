// Retention while the daemon runs: once an hour what is older than `storage.keep` goes, batch after batch with pauses,
// so that commits and deliveries come between. Network thread only; the work is done on the storage thread.
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

  /// Keeps so much from now on, looking for the first time in an hour: by then a clock that was wrong at the machine's
  /// start is set right. Nothing: everything is kept.
  void configure(std::optional<std::chrono::milliseconds> keep);
  void stop() { configure({}); }

 private:
  void wait();
  void begin();
  void prune();
  void took(const PruneStep& step);

  Loop& loop_;
  StoreAccess& store_;
  Log& log_;
  std::optional<std::chrono::milliseconds> keep_;
  std::optional<TimePoint> horizon_;  // of this hour's batches; nothing: none are under way
  PruneStep so_far_;                  // of this hour
  Alarm alarm_;
};

}  // namespace noticed
