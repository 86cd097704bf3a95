#include "daemon/monitoring/gather_status.h"

#include <algorithm>
#include <numeric>

#include "daemon/config/url.h"

namespace noticed {
namespace {

/// Whether any count is above zero.
bool counts(const ServiceTally& tally) {
  const auto positive = [](auto count) { return count > 0; };
  return std::any_of(tally.resources.begin(), tally.resources.end(), positive) ||
         std::any_of(tally.polls.begin(), tally.polls.end(), positive);
}

/// `number`: index of the account in the watcher's generation.
void gather_groups(const AccountConfig& account, std::size_t number, const Watcher& watcher,
                   const std::optional<Survey>& survey, DaemonStatus& daemon_status) {
  const auto& services = watcher.poll_stats().services(account.name);
  for (const Service service : all_services()) {
    GroupStatus group{
        account.name, account.region, service, services[static_cast<std::size_t>(service)], {}, {}, 0, {}};
    if (!counts(group.poll_stats)) continue;
    group.stale = watcher.staleness().stale(number, service);
    group.ages = watcher.staleness().ages(number, service);
    // The survey does not contain services discovered since.
    if (survey) {
      const auto found = survey->groups.find({account.name, service});
      if (found != survey->groups.end()) {
        group.uncovered = found->second.uncovered;
        group.oldest_good = found->second.oldest_good;
      }
    }
    daemon_status.groups.push_back(std::move(group));
  }
}

HostStatus gather_host(const Fetcher::HostState& state, const Clock& clock) {
  HostStatus status;
  status.host = short_origin(state.host);
  if (!state.pause) return status;
  const auto wall_of = [&](SteadyPoint at) { return clock.wall() + (at - clock.steady()); };
  status.refuses_since = wall_of(state.pause->since);
  status.asked_next = wall_of(state.pause->until);
  status.why = state.pause->why;
  return status;
}

AccountStatus gather_account(const AccountConfig& config, const Account& account, const Config& all,
                             const std::optional<StoreNumbers>& numbers) {
  AccountStatus status;
  status.account = config.name;
  status.expires = account.sign_in().expires();
  status.discovers = std::any_of(all.discovers.begin(), all.discovers.end(),
                                 [&](const auto& discover) { return discover.rule.account == config.name; });
  if (!numbers) return status;
  for (const auto& round : numbers->rounds)
    if (round.account == config.name) status.discovered = round.complete;
  return status;
}

SinkStatus gather_sink(const std::string& name, const Dispatcher& dispatcher,
                       const std::optional<StoreNumbers>& numbers) {
  SinkStatus status;
  status.now.sink = name;
  status.requests = dispatcher.requests(name);
  if (!numbers) return status;
  for (const auto& sink : numbers->sinks)
    if (sink.sink == name) status.now = sink;
  return status;
}

}  // namespace

void gather_status(const Config& config, const Watcher& watcher, const Dispatcher& dispatcher,
                   const StoreMonitor& store_monitor, const Clock& clock, DaemonStatus& daemon_status) {
  daemon_status.storage_silence = store_monitor.silence();
  daemon_status.storage_answered = store_monitor.answered();
  if (store_monitor.numbers()) daemon_status.sizes = store_monitor.numbers()->sizes;
  for (const auto& sink : config.sinks)
    daemon_status.sinks.push_back(gather_sink(sink.name, dispatcher, store_monitor.numbers()));
  if (store_monitor.survey()) {
    daemon_status.failing = store_monitor.survey()->failing;
    for (const auto& [key, group] : store_monitor.survey()->groups)
      daemon_status.last_sweep = std::min(daemon_status.last_sweep.value_or(group.oldest_poll), group.oldest_poll);
  }
  const auto& generation = watcher.generation();
  if (!generation) return;
  daemon_status.poll_times = watcher.poll_stats().times();
  for (const auto& state : watcher.hosts()) daemon_status.hosts.push_back(gather_host(state, clock));
  for (std::size_t i = 0; i < generation->accounts.size(); ++i) {
    const auto& account = generation->accounts[i];
    const auto known = std::find_if(config.accounts.begin(), config.accounts.end(),
                                    [&](const auto& one) { return one.name == account->name(); });
    if (known == config.accounts.end()) continue;  // the next generation removes it
    gather_groups(*known, i, watcher, store_monitor.survey(), daemon_status);
    daemon_status.accounts.push_back(gather_account(*known, *account, config, store_monitor.numbers()));
  }
}

}  // namespace noticed
