#include "daemon/monitoring/daemon_status.h"

#include <numeric>

#include "daemon/config/duration.h"

namespace noticed {

std::int64_t DaemonStatus::resources() const {
  std::int64_t count = 0;
  for (const auto& group : groups)
    count += std::accumulate(group.poll_stats.resources.begin(), group.poll_stats.resources.end(), std::int64_t{0});
  return count;
}

std::int64_t DaemonStatus::resources(ResourceState state) const {
  std::int64_t count = 0;
  for (const auto& group : groups) count += group.poll_stats.resources[static_cast<std::size_t>(state)];
  return count;
}

std::int64_t DaemonStatus::failing_resources() const {
  return resources(ResourceState::failing) + resources(ResourceState::unreachable) + resources(ResourceState::gone);
}

std::int64_t DaemonStatus::pending() const {
  std::int64_t count = 0;
  for (const auto& sink : sinks) count += sink.now.pending;
  return count;
}

bool alive(const DaemonStatus& daemon_status) { return daemon_status.storage_silence < kStorageBound; }

std::vector<std::string> paused_hosts(const DaemonStatus& daemon_status) {
  constexpr std::chrono::minutes kUsual{1};  // pauses of a second or two are normal rate limiting
  std::vector<std::string> lines;
  for (const auto& host : daemon_status.hosts) {
    if (!host.refuses_since) continue;
    const auto lasts = daemon_status.now - *host.refuses_since;
    const auto left = std::max(host.asked_next - daemon_status.now, std::chrono::milliseconds{0});
    if (lasts + left < kUsual) continue;
    lines.push_back(host.host + " has refused requests for " +
                    to_text(std::chrono::floor<std::chrono::seconds>(lasts)) + " (" + host.why + "); next request in " +
                    to_text(std::chrono::ceil<std::chrono::seconds>(left)));
  }
  return lines;
}

std::vector<std::string> troubles_of(const DaemonStatus& daemon_status) {
  auto lines = paused_hosts(daemon_status);
  if (!daemon_status.endpoint_trouble.empty())
    lines.push_back("metrics and health are not served: " + daemon_status.endpoint_trouble);
  return lines;
}

std::vector<std::string> unready_reasons(const DaemonStatus& daemon_status) {
  std::vector<std::string> reasons;
  if (daemon_status.stopping) reasons.emplace_back("stopping");
  if (!alive(daemon_status))
    reasons.push_back("database: the storage thread has not answered for " +
                      std::to_string(daemon_status.storage_silence.count() / 1000) + " s");
  if (daemon_status.storage_failing) reasons.emplace_back("database: results cannot be stored; the log says why");
  if (!daemon_status.watching) reasons.emplace_back("config: not in force yet");
  if (!daemon_status.config_good)
    reasons.emplace_back(
        "config: the last reload was rejected, the previous one is in force; `noticed check` says why");
  if (daemon_status.watching && !daemon_status.first_poll_done) {
    const std::int64_t fresh = daemon_status.resources(ResourceState::fresh);
    reasons.push_back(fresh == 0 ? "first poll: discovery has not finished"
                                 : "first poll: not finished, " + std::to_string(fresh) + " of " +
                                       std::to_string(daemon_status.resources()) + " resources not polled yet");
  }
  for (auto& line : paused_hosts(daemon_status)) reasons.push_back("host: " + std::move(line));
  return reasons;
}

bool well(const DaemonStatus& daemon_status) {
  return alive(daemon_status) && daemon_status.watching && !daemon_status.stopping && !daemon_status.storage_failing;
}

}  // namespace noticed
