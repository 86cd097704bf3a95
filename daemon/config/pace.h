// Rate limit per host. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/config/config.h"

namespace noticed {

/// Requests per second without a rate_limit. Repo documents 600 a minute, shared by all users of the region (API
/// reference of CodeArts Repo, "Constraints"), so less than a third of that is used.
inline constexpr double kRepoPace = 3;
inline constexpr double kPace = 5;
inline constexpr double kRepoCap = 10;

/// Requests per second by host ("https://host:443", see origin_of): the lowest rate_limit of the accounts that use the
/// host; without any, kRepoPace for hosts that serve Repo, else kPace. For services and project listings only;
/// authentication is not counted.
std::map<std::string, double> pace_of(const std::vector<AccountConfig>& accounts);

}  // namespace noticed
