#include "bench/scale.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "bench/cloud_run.h"
#include "bench/daemon_run.h"
#include "bench/disk_dir.h"
#include "bench/process_stat.h"

namespace noticed::bench {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMostListed = 100'000;
constexpr double kMiB = 1024.0 * 1024.0;

struct Size {
  std::uint64_t resources = 0;
  double first_sight_seconds = 0;
  double peak_memory = 0;      // bytes, during the whole first observation
  double memory = 0;           // bytes, after it
  double restart_peak = 0;     // bytes, after starting again
  double database = 0;         // bytes of the file, after the daemon's end
  std::vector<double> starts;  // seconds
};

Size measure_size(const fs::path& folder, std::uint64_t resources, unsigned starts) {
  fs::create_directories(folder);
  // The daemon reads at most 100,000 rows of one project's listing: a million is ten accounts with the same view.
  const auto accounts = static_cast<unsigned>((resources + kMostListed - 1) / kMostListed);
  CloudRun cloud(folder, resources / accounts);
  DaemonPlan plan;
  plan.folder = folder / "daemon";
  plan.cloud_url = cloud.url();
  plan.discovering = accounts;
  plan.interval = "1h";
  Size size;
  size.resources = resources;
  {
    say(std::to_string(resources) + " resources: discovery and first sight");
    DaemonRun daemon(plan);
    size.first_sight_seconds = daemon.first_sight(Seconds{120 + static_cast<double>(resources) / 500});
    size.peak_memory = static_cast<double>(peak_memory(daemon.pid()));
    size.memory = static_cast<double>(resident_memory(daemon.pid()));
    daemon.stop();
    for (const auto& wrong : {daemon.complaint(), cloud.complaint()})
      if (!wrong.empty()) throw std::runtime_error(wrong);
    if (daemon.count("resource") != static_cast<long>(resources))
      throw std::runtime_error("not all of them were found: " + std::to_string(daemon.count("resource")));
  }
  size.database = static_cast<double>(fs::file_size(plan.folder / "noticed.db"));
  for (unsigned start = 0; start < starts; ++start) {
    say(std::to_string(resources) + " resources: start " + std::to_string(start + 1) + " of " + std::to_string(starts));
    DaemonRun daemon(plan);
    size.starts.push_back(daemon.start_seconds());
    size.restart_peak = static_cast<double>(peak_memory(daemon.pid()));
    daemon.stop();
  }
  return size;
}

Row row_of(const std::string& key, const std::string& what, const Spread& measured, int digits) {
  Row row;
  row.key = key;
  row.what = what;
  row.measured = measured;
  row.digits = digits;
  return row;
}

}  // namespace

std::vector<Row> scale_rows(const ScaleOptions& options) {
  std::vector<Row> rows;
  std::vector<Size> sizes;
  for (const auto resources : options.sizes) {
    const DiskDir dir(NOTICED_BENCH_DIRECTORY);
    sizes.push_back(measure_size(dir.path(), resources, options.starts));
    const Size& size = sizes.back();
    const std::string key = "scale." + std::to_string(resources) + ".";
    const std::string title = std::to_string(resources) + " resources: ";
    const auto count = static_cast<double>(resources);
    Row memory = row_of(key + "peak_memory_mib", title + "memory at its most, MiB",
                        spread({std::max(size.peak_memory, size.restart_peak) / kMiB}), 1);
    Row start = row_of(key + "start_seconds", title + "start, s", spread(size.starts), 2);
    memory.bound = start.bound = Bound::at_most;
    memory.budget = 512;
    start.budget = 10;
    rows.push_back(memory);
    rows.push_back(start);
    rows.push_back(
        row_of(key + "database_bytes_each", title + "database, bytes each", spread({size.database / count}), 0));
    rows.push_back(
        row_of(key + "first_sight_seconds", title + "found and seen, s", spread({size.first_sight_seconds}), 1));
    if (sizes.size() < 2) continue;
    const Size& before = sizes[sizes.size() - 2];
    const double more = count - static_cast<double>(before.resources);
    Row each = row_of(key + "memory_bytes_each", title + "memory of each more, bytes",
                      spread({(size.memory - before.memory) / more}), 0);
    rows.push_back(each);
  }
  return rows;
}

}  // namespace noticed::bench
