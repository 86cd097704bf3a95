#include "bench/daemon_run.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "bench/process_stat.h"
#include "codearts/cloud_service.h"
#include "tests/support/file_text.h"

namespace noticed::bench {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

namespace {

/// Times the interval of 1 s: a daemon that is paused for another one's turns does not report stale resources.
constexpr unsigned kFailAfter = 100;

void write_config(const DaemonPlan& plan) {
  fs::create_directories(plan.folder / "credentials");
  std::ofstream(plan.folder / "credentials/token") << kToken << '\n';
  std::ofstream config(plan.folder / "noticed.toml");
  config << "[daemon]\nlisten = \"\"\n[storage]\npath = \"" << (plan.folder / "noticed.db").string() << "\"\n"
         << "[polling]\ninterval = \"" << plan.interval << "\"\ntimeout = \"" << static_cast<long>(plan.timeout.count())
         << "s\"\nconcurrency = " << kInFlight << "\nfail_after = " << kFailAfter << "\n";
  for (unsigned number = 0; number < std::max(1U, plan.discovering); ++number) {
    const std::string name = "bench" + std::to_string(number);
    config << "[[account]]\nname = \"" << name << "\"\nregion = \"ap-southeast-3\"\nauth = \"token\"\ntoken_file = "
           << "\"token\"\nrate_limit = \"100000/s\"\nendpoints = { build = \"" << plan.cloud_url << "\", project = \""
           << plan.cloud_url << "\" }\n";
    if (!plan.ca_file.empty()) config << "ca_file = \"" << plan.ca_file.string() << "\"\n";
    if (plan.discovering > 0) config << "[[discover]]\naccount = \"" << name << "\"\nservices = [\"build\"]\n";
  }
  for (const auto& id : plan.ids) config << "[[resource]]\nservice = \"build\"\nid = \"" << id << "\"\n";
  if (!plan.sink_url.empty()) config << "[[sink]]\ntype = \"webhook\"\nurl = \"" << plan.sink_url << "\"\n";
  if (!config.flush()) throw std::runtime_error("cannot write the daemon's configuration");
}

long count_rows(const fs::path& database, const std::string& table) {
  sqlite3* db = nullptr;
  sqlite3_stmt* statement = nullptr;
  long rows = -1;
  const std::string sql = "SELECT count(*) FROM " + table;
  if (sqlite3_open_v2(database.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
      sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    rows = static_cast<long>(sqlite3_column_int64(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return rows;
}

}  // namespace

std::vector<std::string> build_job_ids(std::uint64_t count) {
  std::vector<std::string> ids;
  ids.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) ids.push_back(codearts::generated_id(codearts::Service::build, i));
  return ids;
}

DaemonRun::DaemonRun(const DaemonPlan& plan) : folder_(plan.folder) {
  if (!fs::exists(folder_ / "noticed.toml")) write_config(plan);
  int number = 1;
  while (fs::exists(log_ = folder_ / ("log." + std::to_string(number)))) ++number;
  const SteadyTime begin = steady_now();
  const std::vector<std::string> arguments{plan.program, "run", "--config", folder_ / "noticed.toml"};
  process_ = std::make_unique<ChildProcess>(arguments, log_);
  wait_until("the daemon to watch", Seconds{300}, [&] { return logged(" watching "); });
  watching_ = steady_now();
  start_seconds_ = Seconds(watching_ - begin).count();
}

bool DaemonRun::logged(const std::string& event) const {
  if (read_file(log_).find(event) != std::string::npos) return true;
  try {
    process_->require_running();
  } catch (const std::exception& problem) {
    throw std::runtime_error(std::string(problem.what()) + ":\n" + read_file(log_));
  }
  return false;
}

double DaemonRun::first_sight(Seconds patience) {
  wait_until("the first sight to end", patience, [&] { return logged(" noticed.report.posture "); });
  return seconds_since(watching_);
}

void DaemonRun::wait_flush() {
  constexpr std::uint64_t kNoise = 4096;  // wake-ups of its event loop and lines of its log
  constexpr milliseconds kLook{50};
  constexpr int kQuietLooks = 10;
  const auto written = [this] { return process_stat(pid()).written_by_calls; };
  const SteadyTime begin = steady_now();
  std::uint64_t last = written();
  int quiet = -1;  // samples since the flush's last write; -1: it has not begun
  while (quiet < kQuietLooks) {
    nap(kLook);
    const std::uint64_t now = written();
    if (now - last > kNoise)
      quiet = 0;
    else if (quiet >= 0)
      ++quiet;
    last = now;
    process_->require_running();
    if (Seconds(steady_now() - begin) > 4 * kFlushEvery) throw std::runtime_error("the daemon flushes nothing");
  }
}

void DaemonRun::stop() {
  const int status = process_->stop();
  if (status != 0)
    throw std::runtime_error("the daemon ended with status " + std::to_string(status) + ":\n" + read_file(log_));
}

long DaemonRun::count(const std::string& table) const { return count_rows(folder_ / "noticed.db", table); }

std::string DaemonRun::complaint() const {
  const long gaps = count("gap");
  const long events = count("event");
  if (gaps == 0 && events == 1) return "";
  return "the database holds " + std::to_string(gaps) + " gaps and " + std::to_string(events) +
         " events; a healthy run leaves none, and one (the posture)";
}

}  // namespace noticed::bench
