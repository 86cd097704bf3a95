// Rate limits per host. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config.h"

namespace noticed {

/// Requests per second that a host may be sent.
struct HostPace {
  double per_operation = 3;       // without a rate_limit: less than a third of the documented cap of CodeArts Repo
  std::optional<double> total{};  // of all operations together, if a rate_limit says so
  friend bool operator==(const HostPace&, const HostPace&) = default;
};

/// By host ("https://host:443", see origin_of). A rate_limit is the total of the host, the lowest one of the accounts
/// that use it. For services and project listings only; authentication is not counted.
std::map<std::string, HostPace> pace_of(const std::vector<AccountConfig>& accounts);

}  // namespace noticed
