// Warnings about a valid but risky configuration; printed by `check` only, not at every start. Pure.
#pragma once

#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/hosts.h"

namespace noticed {

/// Warns of: a single sink, resources that no sink covers, a rate above Repo's limit, intervals that cannot be kept, no
/// heartbeat, an endpoint that other machines can reach. `hosts`: hosts_of(config).
std::vector<Fault> advice_on(const Config& config, const std::vector<AskedHost>& hosts);

}  // namespace noticed
