#include "daemon/cli/status_summary.h"

#include <map>

#include "daemon/cli/time_argument.h"
#include "daemon/config/duration.h"
#include "daemon/config/pace.h"
#include "daemon/config/poll_budget.h"
#include "daemon/config/rate.h"
#include "daemon/config/url.h"

namespace noticed {
namespace {

std::string outage_text(const Outage& outage, TimePoint now) {
  if (outage.key.scope == OutageScope::observation)
    return outage.key.account + ": " + std::string(to_text(*outage.key.service)) +
           " RESOURCES ARE NOT POLLED ON TIME, one not for " + age_text(outage.since, now) + ": " + outage.detail;
  std::string what = "NO NETWORK CONNECTION";
  if (outage.key.scope == OutageScope::account) what = "ACCOUNT " + outage.key.account + " CANNOT SIGN IN";
  if (outage.key.scope == OutageScope::service)
    what = outage.key.account + ": " + std::string(to_text(*outage.key.service)) + " CANNOT BE READ";
  return what + ", for " + age_text(outage.since, now) + ": " + outage.detail;
}

std::string discovery_text(const DiscoveryRow& row, TimePoint now) {
  std::string line = "discovery of " + row.account + ": " + std::to_string(row.resources) + " resources found";
  if (!row.last_round) return line + ", first round not finished";
  line += ", last round " + age_text(*row.last_round, now) + " ago";
  return row.trouble.empty() ? line : line + ", INCOMPLETE: " + row.trouble;
}

/// Compares the load of everything watched, configured or discovered, with each host's rate limit.
void add_sweeps(const std::vector<ResourceRow>& resources, const Config& config, std::vector<std::string>& lines) {
  std::map<std::string, const AccountConfig*> accounts;
  for (const auto& account : config.accounts) accounts.emplace(account.name, &account);
  const auto paces = pace_of(config.accounts);
  std::map<std::string, HostLoad> loads;
  for (const auto& row : resources) {
    const auto account = accounts.find(row.account);
    const auto service = service_from(row.service);
    if (row.sections == 0 || account == accounts.end() || !service) continue;
    const auto endpoint = account->second->endpoints.find(*service);
    if (endpoint == account->second->endpoints.end()) continue;
    const std::string host = origin_of(endpoint->second);
    HostLoad& load = loads[host];
    if (const auto pace = paces.find(host); pace != paces.end()) {
      load.per_operation = pace->second.per_operation;
      load.total = pace->second.total;
    }
    load.add(*service, row.sections, std::chrono::seconds{row.interval_s});
  }
  for (const auto& [host, load] : loads) {
    const HostBudget sweep = sum_of(budget_of(load));
    lines.push_back(short_origin(host) + ": one sweep takes " + std::to_string(sweep.requests) + " requests, " +
                    to_words(sweep.takes) + " " + allowed_text(load));
    for (auto& warning : budget_warnings(short_origin(host), load)) lines.push_back("warning: " + std::move(warning));
  }
}

}  // namespace

std::vector<std::string> status_summary(const History& history, const std::vector<ResourceRow>& resources,
                                        const Config* config, TimePoint now) {
  std::vector<std::string> lines;
  for (const auto& outage : history.outages()) lines.push_back(outage_text(outage, now));
  for (const auto& row : history.discovery()) lines.push_back(discovery_text(row, now));
  if (config != nullptr) add_sweeps(resources, *config, lines);
  if (const auto lag = history.lag(); lag > std::chrono::seconds{1})
    lines.push_back("polls start up to " + to_text(lag) + " late");
  return lines;
}

std::vector<std::string> sink_trouble(const std::vector<SinkRow>& sinks, TimePoint now) {
  constexpr std::chrono::minutes kUsual{5};  // a group of events may grow for so long
  std::vector<std::string> lines;
  for (const auto& sink : sinks) {
    const SinkState& state = sink.state;
    const std::string waiting =
        std::to_string(sink.pending) + (sink.pending == 1 ? " message pending" : " messages pending");
    std::string line;
    if (state.suspended)
      line = "SINK " + sink.name + " IS SUSPENDED for " + age_text(state.suspended->since, now) +
             ", nothing is delivered: " + state.suspended->reason + "; " + waiting;
    else if (state.failures > 0 && sink.pending > 0)
      line = "sink " + sink.name + ": the last " + std::to_string(state.failures) +
             (state.failures == 1 ? " attempt failed; " : " attempts failed; ") + waiting;
    else if (sink.oldest && now - *sink.oldest > kUsual)
      line = "sink " + sink.name + ": " + waiting + ", the oldest for " + age_text(*sink.oldest, now);
    else if (sink.dead > 0)
      line = "sink " + sink.name;
    if (line.empty()) continue;
    if (state.pause > now) line += "; next retry in " + age_text(now, state.pause);
    if (sink.dead > 0)
      line += ": " + std::to_string(sink.dead) + " dead; noticed deliveries --dead --sink " + sink.name;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace noticed
