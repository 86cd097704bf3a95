// What discovered resources cost: memory, time to start, room in the database, at several sizes. One thread.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/row.h"

namespace noticed::bench {

struct ScaleOptions {
  std::vector<std::uint64_t> sizes{1'000, 10'000, 100'000, 1'000'000};
  unsigned starts = 5;  // each on the database of the first run
};

std::vector<Row> scale_rows(const ScaleOptions& options);

}  // namespace noticed::bench
