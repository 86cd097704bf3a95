// A daemon's vitals with something in every corner: two services, a failing resource, a suspended sink.
#pragma once

#include "daemon/monitoring/daemon_status.h"

namespace noticed {

inline TimePoint noon() { return *parse_rfc3339("2026-11-21T12:00:00Z"); }

inline Vitals sample_vitals() {
  using namespace std::chrono_literals;
  Vitals vitals;
  vitals.now = noon();
  vitals.started = noon() - 26h;
  vitals.watching = vitals.first_poll_done = true;
  vitals.storage_answered = noon() - 3s;
  vitals.sizes = {4'194'304, 65'536};
  vitals.lag = 1'250ms;
  vitals.poll_times.add(1'500ms);
  vitals.poll_times.add(90s);
  GroupVitals build{"prod", "ap-southeast-3", Service::build, {}, 2, noon() - 10min};
  build.tally.polls[kGood] = 40;
  build.tally.polls[ending_of(FailureKind::timeout)] = 2;
  build.tally.resources = {7, 1, 0, 1, 0};
  build.tally.changes = {1, 0, 3};
  GroupVitals repo{"prod", "ap-southeast-3", Service::repo, {}, {}, {}};
  repo.tally.polls[kPartial] = 5;
  repo.tally.resources = {3, 0, 0, 0, 0};
  vitals.groups = {build, repo};
  vitals.groups[0].stale = 4;
  vitals.hosts = {{"build.example.com", {}, {}, {}}, {"repo.example.com", {}, {}, {}}};
  vitals.endpoint_failures = 2;
  vitals.accounts = {{"prod", noon() + 2h, true, noon() - 30min}, {"test", {}, false, {}}};
  SinkVitals ops;
  ops.now = {"ops", 12, 2, noon() - 90s, SinkState::Suspension{noon() - 1h, "no such robot <b>"}};
  ops.requests = {9, 1, 0, 2, 4};
  SinkVitals pager;
  pager.now.sink = "pager";
  vitals.sinks = {ops, pager};
  vitals.failing = {{Service::build, "48c6", "payments-<api>", "unreachable", 5, "timeout: no answer", noon() - 1h}};
  vitals.last_sweep = noon() - 4min;
  return vitals;
}

}  // namespace noticed
