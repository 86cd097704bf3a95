#include "daemon/config/pace.h"

#include <algorithm>

#include "daemon/config/url.h"

namespace noticed {

std::map<std::string, double> pace_of(const std::vector<AccountConfig>& accounts) {
  std::map<std::string, double> usual;
  std::map<std::string, double> given;
  const auto use = [&](const AccountConfig& account, const std::string& endpoint, double pace) {
    const std::string host = origin_of(endpoint);
    if (host.empty()) return;
    const auto lower = [&](std::map<std::string, double>& paces, double limit) {
      const auto [known, is_new] = paces.emplace(host, limit);
      if (!is_new) known->second = std::min(known->second, limit);
    };
    lower(usual, pace);
    if (account.rate_limit) lower(given, *account.rate_limit);
  };
  for (const auto& account : accounts) {
    for (const auto& [service, endpoint] : account.endpoints) use(account, endpoint, info_of(service).pace);
    use(account, account.project_endpoint, kProjectPace);
  }
  for (const auto& [host, limit] : given) usual[host] = limit;
  return usual;
}

}  // namespace noticed
