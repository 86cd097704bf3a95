// Makes a long history through the store itself: random changes, failures, restarts and deliveries over simulated
// years. The same plan makes the same history.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace noticed::bench {

struct HistoryPlan {
  std::filesystem::path database;
  std::uint64_t changes = 10'000'000;  // rows of the view `changes`, at least
  std::uint32_t resources = 100'000;
  std::uint32_t seed = 1;
};

struct HistoryMade {
  std::uint64_t changes = 0;
  std::uint64_t events = 0;
  double seconds = 0;
};

/// Called now and then with what there is so far.
using MakingProgress = std::function<void(const HistoryMade&)>;

/// Throws StoreError; std::runtime_error if the database is there already.
HistoryMade make_history(const HistoryPlan& plan, const MakingProgress& progress);

}  // namespace noticed::bench
