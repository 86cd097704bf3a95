// What SQLite itself says of the statements run in this process: how long each took, how many rows it stepped
// through in full scans, and by which plan. Sees every connection that is opened after watch_sql().
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace noticed::bench {

struct SqlWork {
  double seconds = 0;        // of each statement from its first step to its end, including the processing of its rows
  std::int64_t scanned = 0;  // rows stepped through in full scans of tables or indexes
};

/// One thread.
void watch_sql();

/// The work since the last call. Adds the statements to those seen.
SqlWork take_work();

/// Every statement seen so far, and the most rows that one run of it stepped through in full scans.
std::map<std::string, std::int64_t> statements_seen();

/// The plan of a statement, a line each, indented as the parts hang together. Not counted as work.
std::vector<std::string> plan_of(sqlite3* database, const std::string& statement);

}  // namespace noticed::bench
