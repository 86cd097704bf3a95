// What works and yet is not wise: said by `check` only, not at every start. Pure.
#pragma once

#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/hosts.h"

namespace noticed {

/// Warnings about a usable configuration: a single sink, resources that no sink is told of, a rate above what Repo's
/// hosts allow, intervals that cannot be kept, no heartbeat, an endpoint that others reach. `hosts` is
/// hosts_of(config).
std::vector<Fault> advice_on(const Config& config, const std::vector<AskedHost>& hosts);

}  // namespace noticed
