// Two programs in turn at unchanged polling, at one and the same server, so that both see the same noise of the
// machine: what a change of the code costs. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "bench/row.h"

namespace noticed::bench {

struct PairOptions {
  std::filesystem::path before;  // the program of an earlier version
  std::filesystem::path after = NOTICED_BINARY;
  unsigned pairs = 20;
  std::uint64_t resources = 20'000;         // that are polled
  std::uint64_t memory_resources = 50'000;  // that memory is measured with
  unsigned memory_pairs = 3;
};

/// Rows of `after`, with `before` as their reference. Throws std::runtime_error as measure() does.
std::vector<Row> pair_rows(const PairOptions& options);

}  // namespace noticed::bench
