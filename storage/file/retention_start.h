// Where the kept history begins: what pruning cut off, and from which chain value the first kept event follows.
#pragma once

#include <string>

#include "storage/file/connection.h"

namespace noticed {

/// All zero and empty while nothing was pruned.
struct RetentionStart {
  std::int64_t seq = 0;  // the last event that went
  std::string chain;     // its chain value
  std::int64_t events = 0;
  TimePoint horizon{};  // of what was over before that, nothing is known any more
};

/// Also of an earlier schema, in which nothing was ever pruned.
RetentionStart load_retention_start(Connection& connection);

/// Inside the caller's transaction, the one that prunes.
void save_retention_start(Connection& connection, const RetentionStart& cut, TimePoint now);

}  // namespace noticed
