#include "daemon/config/pace.h"

#include <algorithm>

#include "daemon/config/url.h"

namespace noticed {

std::map<std::string, HostPace> pace_of(const std::vector<AccountConfig>& accounts) {
  std::map<std::string, HostPace> paces;
  const auto use = [&](const AccountConfig& account, const std::string& endpoint) {
    const std::string host = origin_of(endpoint);
    if (host.empty()) return;
    HostPace& pace = paces[host];
    if (!account.rate_limit) return;
    pace.total = std::min(pace.total.value_or(*account.rate_limit), *account.rate_limit);
    pace.per_operation = *pace.total;
  };
  for (const auto& account : accounts) {
    for (const auto& [service, endpoint] : account.endpoints) use(account, endpoint);
    use(account, account.project_endpoint);
  }
  return paces;
}

}  // namespace noticed
