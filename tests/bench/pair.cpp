#include "bench/pair.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "bench/cloud_run.h"
#include "bench/daemon_run.h"
#include "bench/disk_dir.h"
#include "bench/measurement.h"
#include "bench/nginx_run.h"
#include "bench/process_stat.h"
#include "bench/watch_clock.h"

namespace noticed::bench {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

namespace {

constexpr const char* kReference = "OLD";
constexpr std::uint64_t kFew = 1'000;  // resources of the daemon whose memory is taken off
constexpr double kMostCpu = 1.03;
constexpr double kLeastRate = 0.90;
// After a pause: overdue confirmations are flushed, caches fill.
constexpr milliseconds kSettle{1500};

/// Both sides' figures, of one pair each.
struct Sides {
  std::vector<double> before;
  std::vector<double> after;
};

/// Turns begin with the one that had the last turn, so that a drift of the machine meets both alike.
std::array<bool, 2> order_of(unsigned pair) {
  const bool after_first = pair % 2 == 1;
  return {after_first, !after_first};
}

/// Of exactly the time between two flushes of confirmations: each turn has one.
Turn take_turn(DaemonRun& daemon, NginxRun& server) {
  daemon.resume();
  nap(kSettle);
  const ProcessStat begin = process_stat(daemon.pid());
  const std::uint64_t served = server.served();
  const SteadyTime from = steady_now();
  nap(std::chrono::duration_cast<milliseconds>(kFlushEvery));
  const ProcessStat end = process_stat(daemon.pid());
  const auto polls = static_cast<double>(server.served() - served);
  const double seconds = seconds_since(from);
  daemon.pause();
  return {seconds, polls, end.cpu_seconds - begin.cpu_seconds, 0};
}

/// The configured daemon after first sight, standing still.
std::unique_ptr<DaemonRun> start_paused(const DaemonPlan& plan) {
  say(plan.program.string() + ": first sight");
  auto daemon = std::make_unique<DaemonRun>(plan);
  daemon->first_sight(Seconds{120 + static_cast<double>(plan.ids.size()) / 500});
  daemon->pause();
  return daemon;
}

void measure_polls(const PairOptions& options, Sides& cpu, Sides& rate) {
  const TempDir dir(NOTICED_BENCH_DIRECTORY);
  NginxRun server(dir.path() / "nginx", Speech::http1, 0);
  DaemonPlan plan;
  plan.cloud_url = server.url();
  plan.ids = build_job_ids(options.resources);
  plan.program = options.before;
  plan.folder = dir.path() / "before";
  const auto before = start_paused(plan);
  plan.program = options.after;
  plan.folder = dir.path() / "after";
  const auto after = start_paused(plan);
  for (unsigned pair = 0; pair < options.pairs; ++pair) {
    say("pair " + std::to_string(pair + 1) + " of " + std::to_string(options.pairs));
    for (const bool is_after : order_of(pair)) {
      const Turn turn = take_turn(is_after ? *after : *before, server);
      (is_after ? cpu.after : cpu.before).push_back(turn.cpu_seconds / turn.polls * 1e6);
      (is_after ? rate.after : rate.before).push_back(turn.rate());
    }
  }
  for (auto* daemon : {before.get(), after.get()}) {
    daemon->resume();
    daemon->stop();
    require_healthy(daemon->complaint());
  }
  require_healthy(server.complaint());
}

/// Resident memory once all discovered resources were seen and nothing more is polled.
double memory_of(const fs::path& program, const fs::path& folder, const CloudRun& cloud, std::uint64_t resources) {
  DaemonPlan plan;
  plan.program = program;
  plan.folder = folder;
  plan.cloud_url = cloud.url();
  plan.discovering = 1;
  plan.interval = "1h";
  DaemonRun daemon(plan);
  daemon.first_sight(Seconds{120 + static_cast<double>(resources) / 500});
  const auto memory = static_cast<double>(resident_memory(daemon.pid()));
  daemon.stop();
  require_healthy(daemon.complaint());
  if (daemon.count("resource") != static_cast<long>(resources))
    throw std::runtime_error("not all resources were found: " + std::to_string(daemon.count("resource")));
  return memory;
}

void measure_memory(const PairOptions& options, Sides& memory) {
  const TempDir dir(NOTICED_BENCH_DIRECTORY);
  fs::create_directories(dir.path() / "few");
  fs::create_directories(dir.path() / "many");
  CloudRun few(dir.path() / "few", kFew);
  CloudRun many(dir.path() / "many", options.memory_resources);
  for (unsigned pair = 0; pair < options.memory_pairs; ++pair) {
    say("memory, " + std::to_string(pair + 1) + " of " + std::to_string(options.memory_pairs));
    for (const bool is_after : order_of(pair)) {
      const fs::path& program = is_after ? options.after : options.before;
      const std::string name = (is_after ? "after" : "before") + std::to_string(pair);
      const double least = memory_of(program, dir.path() / "few" / name, few, kFew);
      const double most = memory_of(program, dir.path() / "many" / name, many, options.memory_resources);
      (is_after ? memory.after : memory.before)
          .push_back((most - least) / static_cast<double>(options.memory_resources - kFew));
    }
  }
  for (const auto* cloud : {&few, &many}) require_healthy(cloud->complaint());
}

Row row_of(const std::string& key, const std::string& what, const Sides& sides, int digits) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < sides.before.size(); ++i) ratios.push_back(sides.after[i] / sides.before[i]);
  Row row;
  row.key = "pair." + key;
  row.what = what;
  row.measured = spread(sides.after);
  row.reference_name = kReference;
  row.reference = spread(sides.before).median;
  row.ratio = spread(ratios);
  row.digits = digits;
  row.ratio_digits = 3;
  return row;
}

/// How far single measurements of one program lie apart, as a share; the worse of both.
double noise_of(const Sides& sides) {
  const auto of = [](const Spread& all) { return (all.most - all.least) / all.median; };
  return std::max(of(spread(sides.before)), of(spread(sides.after)));
}

}  // namespace

std::vector<Row> pair_rows(const PairOptions& options) {
  Sides cpu;
  Sides rate;
  Sides memory;
  measure_polls(options, cpu, rate);
  measure_memory(options, memory);
  Row per_poll = row_of("cpu_us_per_poll", "CPU time of an unchanged poll, us", cpu, 1);
  per_poll.bound = Bound::at_most;
  per_poll.budget = kMostCpu;
  Row polls = row_of("rate", "unchanged polls a second", rate, 0);
  polls.bound = Bound::at_least;
  polls.budget = kLeastRate;
  Row each = row_of("memory_bytes_each", "memory of a resource, bytes", memory, 0);
  each.bound = Bound::at_most;
  each.budget = 1.0 + noise_of(memory);
  return {per_poll, polls, each};
}

}  // namespace noticed::bench
