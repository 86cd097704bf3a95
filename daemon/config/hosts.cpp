#include "daemon/config/hosts.h"

#include <algorithm>
#include <map>

#include "daemon/config/pace.h"
#include "daemon/config/url.h"

namespace noticed {
namespace {

class HostList {
 public:
  explicit HostList(const Config& config) {
    for (const auto& account : config.accounts) accounts_.emplace(account.name, &account);
    for (const auto& account : config.accounts) {
      if (account.auth == AuthKind::iam) use(account, account.iam_endpoint, "sign-in");
      if (account.auth == AuthKind::agency) use(account, account.metadata_endpoint, "sign-in");
    }
    for (const auto& resource : config.resources) add(resource);
    for (const auto& discover : config.discovers) add(discover.rule);
    const auto paces = pace_of(config.accounts);
    for (auto& [origin, host] : hosts_)
      if (const auto pace = paces.find(origin); pace != paces.end()) {
        host.load.per_operation = pace->second.per_operation;
        host.load.total = pace->second.total;
      }
  }

  std::vector<AskedHost> take() {
    std::vector<AskedHost> hosts;
    for (auto& [origin, host] : hosts_) {
      std::sort(host.uses.begin(), host.uses.end(), [](const auto& a, const auto& b) { return rank(a) < rank(b); });
      hosts.push_back(std::move(host));
    }
    std::sort(hosts.begin(), hosts.end(),
              [](const auto& a, const auto& b) { return short_origin(a.origin) < short_origin(b.origin); });
    return hosts;
  }

 private:
  /// Services in their order, then "discovery", then "sign-in".
  static std::size_t rank(std::string_view use) {
    if (const auto service = service_from(use)) return index_of(*service);
    return use == "discovery" ? kMostServices : kMostServices + 1;
  }

  AskedHost* use(const AccountConfig& account, const std::string& endpoint, std::string_view what) {
    const std::string origin = origin_of(endpoint);
    if (origin.empty()) return nullptr;
    const auto [found, is_new] = hosts_.try_emplace(origin);
    AskedHost& host = found->second;
    host.origin = origin;
    if (is_new) host.at = account.at;
    const auto note = [](std::vector<std::string>& list, std::string_view word) {
      if (std::find(list.begin(), list.end(), word) == list.end()) list.emplace_back(word);
    };
    note(host.uses, what);
    note(host.accounts, account.name);
    return &host;
  }

  AskedHost* use_service(const AccountConfig& account, Service service) {
    const auto endpoint = account.endpoints.find(service);
    if (endpoint == account.endpoints.end()) return nullptr;
    return use(account, endpoint->second, to_text(service));
  }

  void add(const ResourceConfig& resource) {
    const auto account = accounts_.find(resource.account);
    if (account == accounts_.end()) return;
    if (AskedHost* host = use_service(*account->second, resource.service))
      host->load.add(resource.service, resource.sections, resource.interval);
  }

  void add(const DiscoverRule& rule) {
    const auto account = accounts_.find(rule.account);
    if (account == accounts_.end()) return;
    use(*account->second, account->second->project_endpoint, "discovery");
    for (const auto service : all_services())
      if (rule.wants(service))
        if (AskedHost* host = use_service(*account->second, service)) host->discovered = true;
  }

  std::map<std::string, const AccountConfig*> accounts_;
  std::map<std::string, AskedHost> hosts_;
};

}  // namespace

std::vector<AskedHost> hosts_of(const Config& config) { return HostList(config).take(); }

}  // namespace noticed
