// A DaemonStatus with a value in every field: two services, a failing resource, a suspended sink.
#pragma once

#include "daemon/monitoring/daemon_status.h"
#include "tests/support/services.h"

namespace noticed {

inline TimePoint noon() { return *parse_rfc3339("2026-11-21T12:00:00Z"); }

inline DaemonStatus sample_status() {
  using namespace std::chrono_literals;
  DaemonStatus daemon_status;
  daemon_status.now = noon();
  daemon_status.started = noon() - 26h;
  daemon_status.watching = daemon_status.first_poll_done = true;
  daemon_status.storage_answered = noon() - 3s;
  daemon_status.sizes = {4'194'304, 65'536};
  daemon_status.lag = 1'250ms;
  daemon_status.poll_times.add(1'500ms);
  daemon_status.poll_times.add(90s);
  GroupStatus build{"prod", "ap-southeast-3", service::build, {}, 2, noon() - 10min};
  build.poll_stats.polls[kGood] = 40;
  build.poll_stats.polls[ending_of(FailureKind::timeout)] = 2;
  build.poll_stats.resources = {7, 1, 0, 1, 0};
  build.poll_stats.changes = {1, 0, 3};
  GroupStatus repo{"prod", "ap-southeast-3", service::repo, {}, {}, {}};
  repo.poll_stats.polls[kPartial] = 5;
  repo.poll_stats.resources = {3, 0, 0, 0, 0};
  daemon_status.groups = {build, repo};
  daemon_status.groups[0].stale = 4;
  daemon_status.hosts = {{"build.example.com", {}, {}, {}}, {"repo.example.com", {}, {}, {}}};
  daemon_status.endpoint_failures = 2;
  daemon_status.accounts = {{"prod", noon() + 2h, true, noon() - 30min}, {"test", {}, false, {}}};
  SinkStatus ops;
  ops.now = {"ops", 12, 2, noon() - 90s, SinkState::Suspension{noon() - 1h, "no such robot <b>"}};
  ops.requests = {9, 1, 0, 2, 4};
  SinkStatus pager;
  pager.now.sink = "pager";
  daemon_status.sinks = {ops, pager};
  daemon_status.failing = {
      {service::build, "48c6", "payments-<api>", "unreachable", 5, "timeout: no answer", noon() - 1h}};
  daemon_status.last_sweep = noon() - 4min;
  return daemon_status;
}

}  // namespace noticed
