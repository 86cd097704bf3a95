#include "bench/history/sql_watch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "bench/watch_clock.h"

namespace noticed::bench {
namespace {

struct Watch {
  std::map<void*, SteadyTime> running;  // since its first step
  SqlWork work;
  std::map<std::string, std::int64_t> statements;
};

Watch& watch() {
  static Watch one;
  return one;
}

/// SQLite's own clock ticks in milliseconds: ours is read at the first step and at the end.
int note(unsigned what, void*, void* statement, void* text) {
  if (what == SQLITE_TRACE_STMT) {
    const bool trigger = std::string_view(static_cast<const char*>(text)).starts_with("--");
    if (!trigger) watch().running[statement] = steady_now();
    return 0;
  }
  auto* row = static_cast<sqlite3_stmt*>(statement);
  const std::int64_t scanned = sqlite3_stmt_status(row, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  if (auto began = watch().running.extract(statement)) watch().work.seconds += seconds_since(began.mapped());
  watch().work.scanned += scanned;
  if (const char* sql = sqlite3_sql(row)) {
    auto& most = watch().statements[sql];
    most = std::max(most, scanned);
  }
  return 0;
}

int attach(sqlite3* database, const char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(database, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, note, nullptr);
}

}  // namespace

void watch_sql() {
  // SQLite takes an extension's entry point as a pointer to a function without parameters.
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(attach));
}

SqlWork take_work() { return std::exchange(watch().work, {}); }

std::map<std::string, std::int64_t> statements_seen() { return watch().statements; }

std::vector<std::string> plan_of(sqlite3* database, const std::string& statement) {
  const Watch before = watch();
  std::vector<std::string> lines;
  std::map<int, int> depth;
  sqlite3_stmt* row = nullptr;
  if (sqlite3_prepare_v2(database, ("EXPLAIN QUERY PLAN " + statement).c_str(), -1, &row, nullptr) == SQLITE_OK) {
    while (sqlite3_step(row) == SQLITE_ROW) {
      const int level = depth[sqlite3_column_int(row, 0)] = depth[sqlite3_column_int(row, 1)] + 1;
      lines.push_back(std::string(static_cast<std::size_t>(level) * 2, ' ') +
                      reinterpret_cast<const char*>(sqlite3_column_text(row, 3)));
    }
  }
  sqlite3_finalize(row);
  watch() = before;
  return lines;
}

}  // namespace noticed::bench
