// The summary above the list of `status`: outages, and the state of discovery, polling and delivery.
#pragma once

#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "storage/read/delivery_history.h"
#include "storage/read/history.h"

namespace noticed {

/// One line per finding. `config` may be null: then without hosts and their rate limits.
std::vector<std::string> status_summary(const History& history, const std::vector<ResourceRow>& resources,
                                        const Config* config, TimePoint now);

/// One line for each sink with a problem.
std::vector<std::string> sink_trouble(const std::vector<SinkRow>& sinks, TimePoint now);

}  // namespace noticed
