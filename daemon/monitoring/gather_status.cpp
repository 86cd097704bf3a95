#include "daemon/monitoring/gather_status.h"

#include <algorithm>
#include <numeric>

#include "daemon/config/url.h"

namespace noticed {
namespace {

/// Whether there is something to say of it.
bool counts(const ServiceTally& tally) {
  return std::any_of(tally.resources.begin(), tally.resources.end(), [](auto count) { return count > 0; }) ||
         std::any_of(tally.polls.begin(), tally.polls.end(), [](auto count) { return count > 0; });
}

/// `number`: the account's in the watcher's generation.
void gather_groups(const AccountConfig& account, std::size_t number, const Watcher& watcher,
                   const std::optional<Survey>& survey, Vitals& vitals) {
  const auto& services = watcher.tally().services(account.name);
  for (const Service service : kServices) {
    GroupVitals group{account.name, account.region, service, services[static_cast<std::size_t>(service)], {}, {}};
    if (!counts(group.tally)) continue;
    group.stale = watcher.staleness().stale(number, service);
    // One that discovery found since the survey is not known to it.
    if (survey) {
      const auto found = survey->groups.find({account.name, service});
      if (found != survey->groups.end()) {
        group.uncovered = found->second.uncovered;
        group.oldest_good = found->second.oldest_good;
      }
    }
    vitals.groups.push_back(std::move(group));
  }
}

HostVitals gather_host(const Fetcher::HostState& state, const Clock& clock) {
  HostVitals vitals;
  vitals.host = short_origin(state.host);
  if (!state.pause) return vitals;
  const auto wall_of = [&](SteadyPoint at) { return clock.wall() + (at - clock.steady()); };
  vitals.refuses_since = wall_of(state.pause->since);
  vitals.asked_next = wall_of(state.pause->until);
  vitals.why = state.pause->why;
  return vitals;
}

AccountVitals gather_account(const AccountConfig& config, const Account& account, const Config& all,
                             const std::optional<StoreNumbers>& numbers) {
  AccountVitals vitals;
  vitals.account = config.name;
  vitals.expires = account.sign_in().expires();
  vitals.discovers = std::any_of(all.discovers.begin(), all.discovers.end(),
                                 [&](const auto& discover) { return discover.rule.account == config.name; });
  if (!numbers) return vitals;
  for (const auto& round : numbers->rounds)
    if (round.account == config.name) vitals.discovered = round.complete;
  return vitals;
}

SinkVitals gather_sink(const std::string& name, const Courier& courier, const std::optional<StoreNumbers>& numbers) {
  SinkVitals vitals;
  vitals.now.sink = name;
  vitals.requests = courier.requests(name);
  if (!numbers) return vitals;
  for (const auto& sink : numbers->sinks)
    if (sink.sink == name) vitals.now = sink;
  return vitals;
}

}  // namespace

void gather_vitals(const Config& config, const Watcher& watcher, const Courier& courier, const Pulse& pulse,
                   const Clock& clock, Vitals& vitals) {
  vitals.storage_silence = pulse.silence();
  vitals.storage_answered = pulse.answered();
  if (pulse.numbers()) vitals.sizes = pulse.numbers()->sizes;
  for (const auto& sink : config.sinks) vitals.sinks.push_back(gather_sink(sink.name, courier, pulse.numbers()));
  if (pulse.survey()) {
    vitals.failing = pulse.survey()->failing;
    for (const auto& [key, group] : pulse.survey()->groups)
      vitals.last_sweep = std::min(vitals.last_sweep.value_or(group.oldest_poll), group.oldest_poll);
  }
  const auto& generation = watcher.generation();
  if (!generation) return;
  vitals.poll_times = watcher.tally().times();
  for (const auto& state : watcher.hosts()) vitals.hosts.push_back(gather_host(state, clock));
  for (std::size_t i = 0; i < generation->accounts.size(); ++i) {
    const auto& account = generation->accounts[i];
    const auto known = std::find_if(config.accounts.begin(), config.accounts.end(),
                                    [&](const auto& one) { return one.name == account->name(); });
    if (known == config.accounts.end()) continue;  // one that the next generation takes out
    gather_groups(*known, i, watcher, pulse.survey(), vitals);
    vitals.accounts.push_back(gather_account(*known, *account, config, pulse.numbers()));
  }
}

}  // namespace noticed
