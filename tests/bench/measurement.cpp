#include "bench/measurement.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "bench/bare_loop.h"
#include "bench/cloud_run.h"
#include "bench/daemon_run.h"
#include "bench/process_stat.h"
#include "bench/temp_dir.h"
#include "bench/watch_clock.h"
#include "pollers/poller.h"

namespace noticed::bench {

using std::chrono::milliseconds;

namespace {

void say(const std::string& text) { std::fprintf(stderr, "bench: %s\n", text.c_str()); }

void require_healthy(const std::string& complaint) {
  if (!complaint.empty()) throw std::runtime_error(complaint);
}

/// What the daemon asks for, by the poller's own word.
std::vector<std::string> urls_of(const std::string& base, const std::vector<std::string>& ids) {
  std::vector<std::string> urls;
  urls.reserve(ids.size());
  for (const auto& id : ids)
    for (const auto& request : poller_for(Service::build).requests(Target{.id = id, .project_id = {}}))
      urls.push_back(base + request.target);
  return urls;
}

/// Counters of one moment.
struct Moment {
  SteadyTime time;
  ProcessStat daemon;
  ProcessStat cloud;
  std::uint64_t served;
};

Moment look(DaemonRun& daemon, CloudRun& cloud) {
  return {steady_now(), process_stat(daemon.pid()), process_stat(cloud.pid()), cloud.served()};
}

/// The daemon alone, from the end of one flush to the end of a later one: its share of the writing is a whole one.
void daemon_turn(Round& round, DaemonRun& daemon, CloudRun& cloud, const Options& options) {
  daemon.wait_flush();
  const Moment begin = look(daemon, cloud);
  round.flushes = std::max(1.0, std::round(options.seconds / kFlushEvery.count()));
  for (int i = 0; i < static_cast<int>(round.flushes); ++i) daemon.wait_flush();
  const Moment end = look(daemon, cloud);
  round.daemon = {Seconds(end.time - begin.time).count(), static_cast<double>(end.served - begin.served),
                  end.daemon.cpu_seconds - begin.daemon.cpu_seconds, end.cloud.cpu_seconds - begin.cloud.cpu_seconds};
  const double polls = round.daemon.polls;
  const double disk = static_cast<double>(end.daemon.written_to_disk - begin.daemon.written_to_disk);
  const double calls = static_cast<double>(end.daemon.written_by_calls - begin.daemon.written_by_calls);
  round.disk_bytes_per_poll = disk / polls;
  round.call_bytes_per_poll = calls / polls;
  // Polls come in turn: no resource comes twice before each came once.
  const double rows = std::min(polls / round.flushes, static_cast<double>(options.resources));
  round.disk_bytes_per_row = disk / (rows * round.flushes);
}

/// The bare loop alone, as long as the daemon's turn was, while the daemon stands still.
void bare_turn(Round& round, BareLoop& bare, DaemonRun& daemon, CloudRun& cloud) {
  daemon.pause();
  bare.run(Seconds{0.5});  // connections, caches
  const std::uint64_t served = cloud.served();
  const ProcessStat before = process_stat(cloud.pid());
  const BareResult result = bare.run(Seconds{round.daemon.seconds});
  const ProcessStat after = process_stat(cloud.pid());
  if (result.failed > 0) throw std::runtime_error("the bare loop got other answers than 200");
  const std::uint64_t counted = cloud.served() - served;
  if (counted != result.sent)
    throw std::runtime_error("the server counted " + std::to_string(counted) + " requests, the bare loop " +
                             std::to_string(result.sent));
  round.bare = {result.seconds, static_cast<double>(result.answered), result.cpu_seconds,
                after.cpu_seconds - before.cpu_seconds};
  daemon.resume();
}

std::uint64_t memory_of_one(const DaemonPlan& all) {
  DaemonPlan plan = all;
  plan.folder = all.folder.parent_path() / "one";
  plan.ids.resize(1);
  DaemonRun daemon(plan);
  daemon.first_sight(Seconds{30});
  nap(milliseconds{1000});
  const std::uint64_t memory = resident_memory(daemon.pid());
  daemon.stop();
  require_healthy(daemon.complaint());
  return memory;
}

void run_rounds(Outcome& outcome, DaemonRun& daemon, CloudRun& cloud, BareLoop& bare, const Options& options) {
  for (unsigned number = 1; number <= options.rounds; ++number) {
    Round round;
    say("round " + std::to_string(number) + " of " + std::to_string(options.rounds) + ": the daemon");
    daemon_turn(round, daemon, cloud, options);
    say("round " + std::to_string(number) + " of " + std::to_string(options.rounds) + ": the bare loop");
    bare_turn(round, bare, daemon, cloud);
    outcome.rounds.push_back(round);
  }
}

double start_again(const DaemonPlan& plan) {
  DaemonRun daemon(plan);
  const double seconds = daemon.start_seconds();
  daemon.stop();
  require_healthy(daemon.complaint());
  return seconds;
}

}  // namespace

double Outcome::memory_per_resource(std::uint64_t memory, std::uint64_t resources) const {
  return (static_cast<double>(memory) - static_cast<double>(memory_of_one)) / static_cast<double>(resources);
}

Outcome measure(const Options& options) {
  const TempDir dir(NOTICED_BENCH_DIRECTORY);
  Outcome outcome;
  outcome.folder = dir.path().parent_path().string() + " (" + dir.chosen() + ")";
  outcome.file_system = dir.file_system();
  CloudRun cloud(dir.path(), options.resources);
  DaemonPlan plan;
  plan.folder = dir.path() / "all";
  plan.cloud_url = cloud.url();
  plan.ids = build_job_ids(options.resources);
  say("one resource");
  outcome.memory_of_one = memory_of_one(plan);

  say(std::to_string(options.resources) + " resources: start and first sight");
  DaemonRun daemon(plan);
  outcome.start_seconds = daemon.start_seconds();
  outcome.first_sight_seconds = daemon.first_sight(Seconds{120 + static_cast<double>(options.resources) / 500});
  nap(milliseconds{1000});
  outcome.memory_after_sight = resident_memory(daemon.pid());
  {
    BareLoop bare(urls_of(cloud.url(), plan.ids), kInFlight, plan.timeout);
    run_rounds(outcome, daemon, cloud, bare, options);
  }
  outcome.memory_after_rounds = resident_memory(daemon.pid());
  say("stop, and start again");
  daemon.stop();
  require_healthy(daemon.complaint());
  outcome.restart_seconds = start_again(plan);
  require_healthy(cloud.complaint());
  return outcome;
}

}  // namespace noticed::bench
