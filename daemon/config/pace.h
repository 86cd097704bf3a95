// Rate limit per host. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/config/config.h"

namespace noticed {

/// Requests per second to ProjectMan without a rate_limit; of services: ServiceInfo.
inline constexpr double kProjectPace = 5;

/// Requests per second by host ("https://host:443", see origin_of): the lowest rate_limit of the accounts that use the
/// host; without any, the lowest pace of the services it serves. For services and project listings only;
/// authentication is not counted.
std::map<std::string, double> pace_of(const std::vector<AccountConfig>& accounts);

}  // namespace noticed
