// What must be true once a soak is over: level figures, counters that agree, nothing lost, nothing twice. One thread.
#pragma once

#include <cstdint>
#include <vector>

#include "soak/checks.h"
#include "soak/series.h"
#include "soak/soak.h"
#include "soak/watch.h"

namespace noticed::soak {

struct Account {
  Watch& watch;  // its daemon runs and sends no requests
  const Series& series;
  std::uint64_t asked_before;     // the cloud's requests when this run of the daemon began
  std::uint64_t unsigned_before;  // old messages whose signatures have expired
  std::vector<std::uint32_t> changed_before;
  Checks& checks;

  /// Runs the checks, stops the daemon in between, and prints the summary.
  void settle(const SoakOptions& options);

 private:
  struct Counts {
    std::uint64_t requests = 0;  // of this run
    std::uint64_t polls = 0;
    std::uint64_t failed = 0;
    std::uint64_t faults = 0;
  };
  Counts count();
  void judge_pace();
  void judge_level();
  void judge_counters(const Counts& counts);
  void judge_one_sweep(const Counts& before);
  void judge_pruning(const SoakOptions& options);
  void judge_history(const Counts& counts);
  std::uint64_t judge_changes();
  std::uint64_t judge_deliveries();
};

}  // namespace noticed::soak
