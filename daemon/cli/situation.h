// What is said above the list of `status`: what is down, how discovery and polling keep up.
#pragma once

#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "storage/history.h"

namespace noticed {

/// One line each. `config` may be nothing: then nothing is said of hosts and their limits.
std::vector<std::string> situation_of(const History& history, const std::vector<ResourceRow>& resources,
                                      const Config* config, TimePoint now);

}  // namespace noticed
