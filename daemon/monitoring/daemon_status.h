// The daemon's current status as one plain value: for metrics, health checks, the status page, the heartbeat, systemd
// and `status`. Built by Daemon::daemon_status() on the network thread, from memory: it takes microseconds whatever the
// number of resources, and does not query the store. Values from the store are as old as its last reply (see
// store_monitor.h).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/delivery/sink_queue.h"
#include "daemon/watch/poll_stats.h"
#include "daemon/watch/staleness.h"
#include "storage/model/survey.h"

namespace noticed {

/// Status of one account's service.
struct GroupStatus {
  std::string account, region;
  Service service{};
  ServiceTally poll_stats;
  // From the last survey; nullopt before the first one.
  std::optional<std::int64_t> uncovered;
  std::optional<TimePoint> oldest_good;
  std::int64_t stale = 0;  // resources not polled in time
  SectionAges ages{};      // as of the last check, seconds ago
};

/// Status of a host that requests are sent to.
struct HostStatus {
  std::string host;  // as displayed
  // While it rate-limits us: since when, the time of the next request, and its error text.
  std::optional<TimePoint> refuses_since;
  TimePoint asked_next{};
  std::string why;
};

struct AccountStatus {
  std::string account;
  std::optional<TimePoint> expires;     // of its credential; nullopt: never, or unknown
  bool discovers = false;               // a discovery rule names it
  std::optional<TimePoint> discovered;  // end of the last complete round; nullopt: none yet, or unknown
};

struct SinkStatus {
  SinkNumbers now;
  RequestCounts requests{};
};

struct DaemonStatus {
  TimePoint now{};
  TimePoint started{};           // start of this process
  bool watching = false;         // the store accepted the first configuration
  bool config_good = true;       // the last reload, or the start, accepted the configuration
  bool first_poll_done = false;  // all known resources and the first discovered ones were polled once
  bool stopping = false;
  std::string endpoint_trouble;                  // why metrics and health are not served; empty: served, or off
  std::uint64_t endpoint_failures = 0;           // how often listening failed
  bool storage_failing = false;                  // the last write failed
  std::chrono::milliseconds storage_silence{0};  // how long a reply of the storage thread is overdue
  std::optional<TimePoint> storage_answered;     // time of its last reply
  StoreSizes sizes;
  std::chrono::milliseconds lag{0};  // the longest delay of a poll within the last minute
  PollTimes poll_times;
  std::vector<GroupStatus> groups;       // by account, as configured, and service; without resources only once polled
  std::vector<HostStatus> hosts;         // by name
  std::vector<AccountStatus> accounts;   // as configured
  std::vector<SinkStatus> sinks;         // as configured
  std::vector<FailingResource> failing;  // from the last survey, in row order, at most kMostFailing
  std::optional<TimePoint> last_sweep;   // everything watched was polled since then, as of the last survey

  /// Sums over all groups.
  std::int64_t resources() const;
  std::int64_t resources(ResourceState state) const;
  /// The failing, unreachable and gone resources.
  std::int64_t failing_resources() const;
  std::int64_t pending() const;  // pending events of all sinks
};

/// Maximum number of resources in `failing`.
constexpr std::size_t kMostFailing = 50;

/// How long a reply of the storage thread may take before the thread counts as hung: a generation of a million
/// resources takes some seconds, a stalled disk may take longer.
constexpr std::chrono::seconds kStorageBound{60};

/// Whether both threads respond. The network thread does, as this is called on it.
bool alive(const DaemonStatus& daemon_status);
/// Hosts that have rate-limited us for a minute, or get no request for as long; one sentence each.
std::vector<std::string> paused_hosts(const DaemonStatus& daemon_status);

/// Additional lines of `status` for a running daemon: paused hosts, an endpoint that is not served.
std::vector<std::string> troubles_of(const DaemonStatus& daemon_status);

/// Why the daemon is not ready, one line per reason; empty if it is ready.
std::vector<std::string> unready_reasons(const DaemonStatus& daemon_status);
/// Whether the heartbeat may be sent: both threads respond and commits succeed.
bool well(const DaemonStatus& daemon_status);

}  // namespace noticed
