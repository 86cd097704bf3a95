// From the answer's last byte to the webhook: how long whoever is told waits, beyond the interval. One thread, and one
// of the server's.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/row.h"

namespace noticed::bench {

struct LatencyOptions {
  std::uint64_t resources = 200;
  double seconds = 20;          // of each round
  double changes_a_second = 5;  // below the sink's own pace of ten messages a second
  unsigned rounds = 5;
};

/// Throws std::runtime_error if a change was not told, or was told twice.
std::vector<Row> latency_rows(const LatencyOptions& options);

}  // namespace noticed::bench
