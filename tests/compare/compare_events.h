// The events of two recordings of the same: their bodies without what is of the moment. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "compare/findings.h"
#include "system/scene.h"

namespace noticed::compare {

/// By what they are about, in order.
using Events = std::map<std::string, std::vector<nlohmann::json>>;

/// Without summaries, ids, times and the chain; ports and folders are alike.
Events events_of(const test::Scene& scene);
/// How many deliveries of each type of event to each sink ended how.
std::string deliveries_of(const test::Scene& scene);

void compare_events(const Events& before, const Events& after, Findings& findings);

}  // namespace noticed::compare
