// How fast each host may be asked. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/config/config.h"

namespace noticed {

/// Requests a second where no rate_limit is given. Repo documents 600 a minute, shared by all users of the region
/// (API reference of CodeArts Repo, "Constraints"), so it is asked for less than a third of that.
inline constexpr double kRepoPace = 3;
inline constexpr double kPace = 5;
inline constexpr double kRepoCap = 10;

/// Requests a second by host ("https://host:443", see origin_of): the lowest rate_limit of the accounts that have the
/// host among their endpoints; where none of them gives one, kRepoPace for hosts that serve Repo, else kPace. Services
/// and the listing of projects only: signing in is not counted.
std::map<std::string, double> pace_of(const std::vector<AccountConfig>& accounts);

}  // namespace noticed
