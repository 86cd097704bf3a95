// What is said above the list of `status`: what is down, how discovery, polling and delivery keep
// up.
#pragma once

#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "storage/read/delivery_history.h"

namespace noticed {

/// One line each. `config` may be nothing: then nothing is said of hosts and their limits.
std::vector<std::string> situation_of(const History& history, const std::vector<ResourceRow>& resources,
                                      const Config* config, TimePoint now);

/// One line for each sink that does not simply work.
std::vector<std::string> sink_trouble(const std::vector<SinkRow>& sinks, TimePoint now);

}  // namespace noticed
