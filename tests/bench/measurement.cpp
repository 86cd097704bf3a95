#include "bench/measurement.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "bench/bare_loop.h"
#include "bench/daemon_run.h"
#include "bench/disk_dir.h"
#include "bench/process_stat.h"
#include "bench/watch_clock.h"
#include "pollers/poller.h"
#include "tests/support/services.h"

namespace noticed::bench {

using std::chrono::milliseconds;

namespace {

/// What the daemon asks for, by the poller's own word.
std::vector<std::string> urls_of(const std::string& base, const std::vector<std::string>& ids) {
  std::vector<std::string> urls;
  urls.reserve(ids.size());
  for (const auto& id : ids)
    for (const auto& request : poller_for(service::build).requests(Target{.id = id, .project_id = {}}))
      urls.push_back(base + request.target);
  return urls;
}

/// Counters of one moment.
struct Moment {
  SteadyTime time;
  ProcessStat daemon;
  ProcessStat server;
  std::uint64_t served;
};

Moment look(DaemonRun& daemon, NginxRun& server) {
  return {steady_now(), process_stat(daemon.pid()), process_stat(server.pid()), server.served()};
}

/// The daemon alone, from the end of one flush to the end of a later one: its share of the writing is a whole one.
/// With changes something is always written, and no flush ends.
void daemon_turn(Round& round, DaemonRun& daemon, NginxRun& server, const Options& options) {
  const double flushes = std::max(1.0, std::round(options.seconds / kFlushEvery.count()));
  const auto pass = [&] {
    if (options.changing > 0)
      nap(milliseconds{static_cast<long>(kFlushEvery.count() * 1000)});
    else
      daemon.wait_flush();
  };
  if (options.changing == 0) daemon.wait_flush();
  const Moment begin = look(daemon, server);
  for (int i = 0; i < static_cast<int>(flushes); ++i) pass();
  const Moment end = look(daemon, server);
  round.daemon = {Seconds(end.time - begin.time).count(), static_cast<double>(end.served - begin.served),
                  end.daemon.cpu_seconds - begin.daemon.cpu_seconds, end.server.cpu_seconds - begin.server.cpu_seconds};
  const double polls = round.daemon.polls;
  const double disk = static_cast<double>(end.daemon.written_to_disk - begin.daemon.written_to_disk);
  round.disk_bytes_per_poll = disk / polls;
  // Resources are polled in order: none is polled twice before all were polled once.
  const double rows = std::min(polls / flushes, static_cast<double>(options.resources));
  round.disk_bytes_per_row = disk / (rows * flushes);
}

/// The bare loop alone, as long as the daemon's turn was, while the daemon stands still.
void bare_turn(Round& round, BareLoop& bare, DaemonRun& daemon, NginxRun& server) {
  daemon.pause();
  bare.run(Seconds{0.5});  // connections, caches
  const std::uint64_t served = server.served();
  const ProcessStat before = process_stat(server.pid());
  const BareResult result = bare.run(Seconds{round.daemon.seconds});
  const ProcessStat after = process_stat(server.pid());
  if (result.failed > 0) throw std::runtime_error("the bare loop got other answers than 200");
  const std::uint64_t counted = server.served() - served;
  if (counted != result.sent)
    throw std::runtime_error("the server counted " + std::to_string(counted) + " requests, the bare loop " +
                             std::to_string(result.sent));
  round.bare = {result.seconds, static_cast<double>(result.answered), result.cpu_seconds,
                after.cpu_seconds - before.cpu_seconds};
  daemon.resume();
}

}  // namespace

Measured measure(const Options& options) {
  const DiskDir dir(NOTICED_BENCH_DIRECTORY);
  Measured outcome;
  outcome.folder = dir.path().parent_path().string() + " (" + dir.chosen() + ")";
  outcome.file_system = dir.file_system();
  NginxRun server(dir.path() / "nginx", options.speech, options.changing);
  DaemonPlan plan;
  plan.folder = dir.path() / "daemon";
  plan.cloud_url = server.url();
  plan.ca_file = server.ca_file();
  plan.ids = build_job_ids(options.resources);
  say(std::string(to_text(options.speech)) + ", " + std::to_string(options.resources) + " resources: first sight");
  DaemonRun daemon(plan);
  daemon.first_sight(Seconds{120 + static_cast<double>(options.resources) / 500});
  const std::uint64_t first = server.served();
  std::uint64_t by_bare = 0;
  nap(milliseconds{1000});
  {
    BareLoop bare(urls_of(server.url(), plan.ids), kInFlight, plan.timeout, server.ca_file());
    for (unsigned number = 1; number <= options.rounds; ++number) {
      Round round;
      say("round " + std::to_string(number) + " of " + std::to_string(options.rounds));
      daemon_turn(round, daemon, server, options);
      const std::uint64_t before = server.served();
      bare_turn(round, bare, daemon, server);
      by_bare += server.served() - before;
      outcome.rounds.push_back(round);
    }
  }
  daemon.stop();
  if (options.changing == 0) require_healthy(daemon.complaint());
  const auto polls = static_cast<double>(server.served() - first - by_bare);
  outcome.changes_per_poll = static_cast<double>(daemon.count("change")) / polls;
  require_healthy(server.complaint());
  return outcome;
}

void require_healthy(const std::string& complaint) {
  if (!complaint.empty()) throw std::runtime_error(complaint);
}

}  // namespace noticed::bench
