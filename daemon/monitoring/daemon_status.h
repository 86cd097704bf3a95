// What the daemon knows of itself now, as one plain value: for metrics, health, the status page, the heartbeat, the
// service manager and `status`. Made by Daemon::daemon_status() on the network thread, from memory: it costs
// microseconds, whatever is watched, and asks the store nothing. What the store knows is as old as the last answer (see
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
#include "storage/model/survey.h"

namespace noticed {

/// One account's service.
struct GroupVitals {
  std::string account, region;
  Service service{};
  ServiceTally poll_stats;
  // By the last survey; nothing: there was none yet.
  std::optional<std::int64_t> uncovered;
  std::optional<TimePoint> oldest_good;
  std::int64_t stale = 0;  // resources not looked at in time
};

/// A host that is asked for something.
struct HostVitals {
  std::string host;  // as people know it
  // While it refuses requests for their number: since when, when it is asked next, and what it said.
  std::optional<TimePoint> refuses_since;
  TimePoint asked_next{};
  std::string why;
};

struct AccountVitals {
  std::string account;
  std::optional<TimePoint> expires;     // its credential; nothing: never, or not known
  bool discovers = false;               // a rule names it
  std::optional<TimePoint> discovered;  // when the last complete round ended; nothing: none did, or not known yet
};

struct SinkVitals {
  SinkNumbers now;
  RequestCounts requests{};
};

struct DaemonStatus {
  TimePoint now{};
  TimePoint started{};           // this process
  bool watching = false;         // the first configuration was taken by the store
  bool config_good = true;       // the last reload, or the start, took the configuration
  bool first_poll_done = false;  // everything known, and what discovery finds first, was polled once
  bool stopping = false;
  std::string endpoint_trouble;         // why metrics and health are not served; empty: they are, or are not wanted
  std::uint64_t endpoint_failures = 0;  // how often its address could not be had
  bool storage_failing = false;         // the last write failed
  std::chrono::milliseconds storage_silence{0};  // how long the storage thread has owed an answer by now
  std::optional<TimePoint> storage_answered;     // its last answer
  StoreSizes sizes;
  std::chrono::milliseconds lag{0};  // the longest that a poll began late, within the last minute
  PollTimes poll_times;
  std::vector<GroupVitals> groups;  // by account, as configured, and service; those without resources only once polled
  std::vector<HostVitals> hosts;    // by name
  std::vector<AccountVitals> accounts;   // as configured
  std::vector<SinkVitals> sinks;         // as configured
  std::vector<FailingResource> failing;  // by the last survey, in row order, at most kMostFailing
  std::optional<TimePoint> last_sweep;   // everything watched was polled since then, by the last survey

  /// Of all groups.
  std::int64_t resources() const;
  std::int64_t resources(ResourceState state) const;
  /// Those in no good state: failing, unreachable, gone.
  std::int64_t failing_resources() const;
  std::int64_t pending() const;  // events that wait, of all sinks
};

/// Resources named in `failing`.
constexpr std::size_t kMostFailing = 50;

/// How long the storage thread may owe an answer before it counts as dead: a generation of a million resources takes
/// some seconds, a disk that stalls may take more.
constexpr std::chrono::seconds kStorageBound{60};

/// The process lives: both threads answer. `network` goes without saying where this is asked on the network thread.
bool alive(const DaemonStatus& daemon_status);
/// Hosts that have refused requests for a minute or are not asked for as long, a sentence each.
std::vector<std::string> paused_hosts(const DaemonStatus& daemon_status);

/// What `status` says of a running daemon besides: hosts that pause, an endpoint that is not served.
std::vector<std::string> troubles_of(const DaemonStatus& daemon_status);

/// Why it is not ready to be relied on, a line each; empty: it is.
std::vector<std::string> unready_reasons(const DaemonStatus& daemon_status);
/// All is well enough for the dead man's switch: both threads live, and commits succeed.
bool well(const DaemonStatus& daemon_status);

}  // namespace noticed
