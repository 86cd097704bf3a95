// `noticed-bench history`: makes a long history, asks it everything about one resource after the other, starts the
// daemon on it, and says how long it all took.
#pragma once

#include <cstdint>
#include <filesystem>

namespace noticed::bench {

struct HistoryOptions {
  std::uint64_t changes = 10'000'000;
  std::uint32_t resources = 100'000;
  std::size_t subjects = 200;  // resources to ask about
  std::filesystem::path keep;  // the database is created and kept here, or already exists; empty: a temporary folder
  bool plans = false;
  bool json = false;
};

/// Prints the report. Throws std::runtime_error, StoreError, Interrupted. Returns false if a budget is missed.
bool history_bench(const HistoryOptions& options);

}  // namespace noticed::bench
