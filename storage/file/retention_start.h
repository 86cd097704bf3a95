// Where the kept history begins, and the chain value that precedes its first event.
#pragma once

#include <string>

#include "storage/file/connection.h"

namespace noticed {

/// Zero and empty while nothing has been pruned.
struct RetentionStart {
  std::int64_t seq = 0;  // the last pruned event
  std::string chain;     // its chain value
  std::int64_t events = 0;
  TimePoint horizon{};  // state before this time is unknown
};

/// Also reads an earlier schema, under which nothing was ever pruned.
RetentionStart load_retention_start(Connection& connection);

/// Call inside the transaction that prunes.
void save_retention_start(Connection& connection, const RetentionStart& cut, TimePoint now);

}  // namespace noticed
