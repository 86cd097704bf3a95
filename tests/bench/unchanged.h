// The rows of the unchanged path, and of paths on which some answers change.
#pragma once

#include <vector>

#include "bench/measurement.h"
#include "bench/row.h"

namespace noticed::bench {

/// Budgets hold where nothing changes.
std::vector<Row> rows_of(const Options& options, const Measured& outcome);
/// Round by round, for people who look closer.
std::string rounds_text(const Measured& outcome);

}  // namespace noticed::bench
