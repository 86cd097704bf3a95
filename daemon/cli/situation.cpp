#include "daemon/cli/situation.h"

#include <map>

#include "daemon/cli/when.h"
#include "daemon/config/duration.h"
#include "daemon/config/pace.h"
#include "daemon/config/rate.h"
#include "daemon/config/url.h"
#include "daemon/sweep.h"

namespace noticed {
namespace {

std::string outage_text(const Outage& outage, TimePoint now) {
  std::string what = "THE NETWORK IS LOST";
  if (outage.key.scope == OutageScope::account) what = "ACCOUNT " + outage.key.account + " CANNOT SIGN IN";
  if (outage.key.scope == OutageScope::service)
    what = outage.key.account + ": " + std::string(to_text(*outage.key.service)) + " CANNOT BE READ";
  return what + ", for " + age_text(outage.since, now) + ": " + outage.detail;
}

std::string discovery_text(const DiscoveryRow& row, TimePoint now) {
  std::string line = "discovery of " + row.account + ": " + std::to_string(row.resources) + " resources found";
  if (!row.last_round) return line + ", no round has ended yet";
  line += ", last round " + age_text(*row.last_round, now) + " ago";
  return row.trouble.empty() ? line : line + ", NOT COMPLETE: " + row.trouble;
}

/// What is watched now, by hand or found, against what each host allows.
void add_sweeps(const std::vector<ResourceRow>& resources, const Config& config, std::vector<std::string>& lines) {
  std::map<std::string, const AccountConfig*> accounts;
  for (const auto& account : config.accounts) accounts.emplace(account.name, &account);
  const auto paces = pace_of(config.accounts);
  std::map<std::string, HostLoad> loads;
  for (const auto& row : resources) {
    const auto account = accounts.find(row.account);
    const auto service = service_from(row.service);
    if (row.requests == 0 || account == accounts.end() || !service) continue;
    const auto endpoint = account->second->endpoints.find(*service);
    if (endpoint == account->second->endpoints.end()) continue;
    const std::string host = origin_of(endpoint->second);
    HostLoad& load = loads[host];
    if (const auto pace = paces.find(host); pace != paces.end()) load.per_second = pace->second;
    load.requests[std::chrono::seconds{row.interval_s}] += static_cast<std::uint64_t>(row.requests);
    load.services.insert(*service);
  }
  for (const auto& [host, load] : loads) {
    const Sweep sweep = sweep_of(load);
    lines.push_back(short_origin(host) + ": one sweep takes " + std::to_string(sweep.requests) + " requests, " +
                    to_words(sweep.takes) + " at " + rate_text(load.per_second));
    for (auto& verdict : verdicts_of(short_origin(host), load)) lines.push_back("warning: " + std::move(verdict));
  }
}

}  // namespace

std::vector<std::string> situation_of(const History& history, const std::vector<ResourceRow>& resources,
                                      const Config* config, TimePoint now) {
  std::vector<std::string> lines;
  for (const auto& outage : history.outages()) lines.push_back(outage_text(outage, now));
  for (const auto& row : history.discovery()) lines.push_back(discovery_text(row, now));
  if (config != nullptr) add_sweeps(resources, *config, lines);
  if (const auto lag = history.lag(); lag > std::chrono::seconds{1})
    lines.push_back("polls begin up to " + to_text(lag) + " late");
  return lines;
}

}  // namespace noticed
