#include "bench/latency.h"

#include <algorithm>
#include <stdexcept>

#include "bench/daemon_run.h"
#include "bench/disk_dir.h"
#include "bench/telling_server.h"

namespace noticed::bench {

namespace {

double quantile(const std::vector<double>& sorted, double part) {
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

Row row_of(const std::string& name, const std::vector<double>& values, double budget) {
  Row row;
  row.key = "latency." + name;
  row.what = "answer's last byte to webhook, " + name + ", ms";
  row.measured = spread(values);
  row.digits = 1;
  if (budget > 0) {
    row.bound = Bound::at_most;
    row.budget = budget;
  }
  return row;
}

}  // namespace

std::vector<Row> latency_rows(const LatencyOptions& options) {
  const DiskDir dir(NOTICED_BENCH_DIRECTORY);
  TellingServer server;
  DaemonPlan plan;
  plan.folder = dir.path() / "daemon";
  plan.cloud_url = server.url();
  plan.sink_url = server.url() + "/told";
  plan.ids = build_job_ids(options.resources);
  DaemonRun daemon(plan);
  daemon.first_sight(Seconds{60});
  std::vector<double> half;
  std::vector<double> most;
  for (unsigned round = 1; round <= options.rounds; ++round) {
    say("latency: round " + std::to_string(round) + " of " + std::to_string(options.rounds));
    server.change(options.changes_a_second);
    nap(std::chrono::milliseconds{static_cast<long>(options.seconds * 1000)});
    server.change(0);
    wait_until("the last changes to be told", Seconds{30}, [&] { return server.pending() == 0; });
    std::vector<double> all = server.take_latencies();
    if (all.empty()) throw std::runtime_error("no change was told");
    std::sort(all.begin(), all.end());
    half.push_back(quantile(all, 0.5));
    most.push_back(quantile(all, 0.99));
  }
  daemon.stop();
  if (const auto complaint = server.complaint(); !complaint.empty()) throw std::runtime_error(complaint);
  return {row_of("p50", half, 0), row_of("p99", most, 250)};
}

}  // namespace noticed::bench
