#include "daemon/monitoring/daemon_status.h"

#include <numeric>

#include "daemon/config/duration.h"

namespace noticed {

std::int64_t Vitals::resources() const {
  std::int64_t count = 0;
  for (const auto& group : groups)
    count += std::accumulate(group.tally.resources.begin(), group.tally.resources.end(), std::int64_t{0});
  return count;
}

std::int64_t Vitals::resources(ResourceState state) const {
  std::int64_t count = 0;
  for (const auto& group : groups) count += group.tally.resources[static_cast<std::size_t>(state)];
  return count;
}

std::int64_t Vitals::failing_resources() const {
  return resources(ResourceState::failing) + resources(ResourceState::unreachable) + resources(ResourceState::gone);
}

std::int64_t Vitals::pending() const {
  std::int64_t count = 0;
  for (const auto& sink : sinks) count += sink.now.pending;
  return count;
}

bool alive(const Vitals& vitals) { return vitals.storage_silence < kStorageBound; }

std::vector<std::string> paused_hosts(const Vitals& vitals) {
  constexpr std::chrono::minutes kUsual{1};  // a second or two are how a rate limit works
  std::vector<std::string> lines;
  for (const auto& host : vitals.hosts) {
    if (!host.refuses_since) continue;
    const auto lasts = vitals.now - *host.refuses_since;
    const auto left = std::max(host.asked_next - vitals.now, std::chrono::milliseconds{0});
    if (lasts + left < kUsual) continue;
    lines.push_back(host.host + " refuses requests, for " + to_text(std::chrono::floor<std::chrono::seconds>(lasts)) +
                    " (" + host.why + "); asked again in " + to_text(std::chrono::ceil<std::chrono::seconds>(left)));
  }
  return lines;
}

std::vector<std::string> troubles_of(const Vitals& vitals) {
  auto lines = paused_hosts(vitals);
  if (!vitals.endpoint_trouble.empty())
    lines.push_back("metrics and health are not served: " + vitals.endpoint_trouble);
  return lines;
}

std::vector<std::string> unready_reasons(const Vitals& vitals) {
  std::vector<std::string> reasons;
  if (vitals.stopping) reasons.emplace_back("stopping");
  if (!alive(vitals))
    reasons.push_back("database: the storage thread has owed an answer for " +
                      std::to_string(vitals.storage_silence.count() / 1000) + " s");
  if (vitals.storage_failing) reasons.emplace_back("database: what is found cannot be stored; the log says why");
  if (!vitals.watching) reasons.emplace_back("config: not taken yet");
  if (!vitals.config_good)
    reasons.emplace_back(
        "config: the last reload was refused and the one before is in force; `noticed check` says why");
  if (vitals.watching && !vitals.first_poll_done) {
    const std::int64_t fresh = vitals.resources(ResourceState::fresh);
    reasons.push_back(fresh == 0 ? "first poll: discovery has not finished"
                                 : "first poll: not finished, " + std::to_string(fresh) + " of " +
                                       std::to_string(vitals.resources()) + " resources not polled yet");
  }
  for (auto& line : paused_hosts(vitals)) reasons.push_back("host: " + std::move(line));
  return reasons;
}

bool well(const Vitals& vitals) {
  return alive(vitals) && vitals.watching && !vitals.stopping && !vitals.storage_failing;
}

}  // namespace noticed
