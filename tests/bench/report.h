// The benchmark's figures as text and as JSON, beside the budgets they have to keep. Pure functions.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "bench/measurement.h"

namespace noticed::bench {

std::string text_report(const Options& options, const Outcome& outcome);
nlohmann::ordered_json json_report(const Options& options, const Outcome& outcome);

}  // namespace noticed::bench
