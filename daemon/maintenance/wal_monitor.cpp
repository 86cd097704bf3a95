#include "daemon/maintenance/wal_monitor.h"

#include "daemon/maintenance/file_users.h"
#include "storage/model/join.h"

namespace noticed {
namespace {

std::string mebibytes(std::int64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

}  // namespace

/// Runs on the storage thread.
WalMonitor::Finding WalMonitor::find(Store& store, const std::filesystem::path& database, bool known) {
  Finding finding;
  finding.bytes = store.sizes().log;
  // After the log was found long, each call tries to empty it; that succeeds only when the reader has left.
  finding.is_long = (finding.bytes > kLongLog || (known && finding.bytes > 0)) && !store.empty_log();
  if (finding.is_long && !known) finding.programs = joined(programs_using(database));
  return finding;
}

void WalMonitor::check() {
  const auto question = [database = database_, known = long_](Store& store) { return find(store, database, known); };
  store_.ask<Finding>(question, [this](std::exception_ptr error, const Finding& finding) {
    if (!error) on_finding(finding);  // store errors are reported elsewhere
  });
}

void WalMonitor::on_finding(const Finding& finding) {
  if (finding.is_long == long_) return;
  long_ = finding.is_long;
  if (!long_) return log_.info("wal_written_back", {{"database", database_.string()}});
  log_.warn(
      "wal_long",
      {{"size", mebibytes(finding.bytes)},
       {"cause", "a program that reads the database keeps its transaction open"},
       {"programs", finding.programs.empty() ? "unknown: programs of other users cannot be seen" : finding.programs},
       {"remedy", "end that program's transaction; " + database_.string() + "-wal grows until then"}});
}

}  // namespace noticed
