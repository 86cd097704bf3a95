// Monitors the size of the database's write-ahead log: a reader that stays inside a transaction prevents checkpoints,
// and the log grows with every commit until the disk is full. Logged once when it begins and once when it is over.
// Network thread only; the work is done on the storage thread.
#pragma once

#include <cstdint>
#include <filesystem>

#include "daemon/runtime/log.h"
#include "daemon/runtime/store_access.h"

namespace noticed {

/// A log of at least this size is reported and checkpointed.
constexpr std::int64_t kLongLog = std::int64_t{64} << 20;

class WalMonitor {
 public:
  /// The references must outlive it.
  WalMonitor(StoreAccess& store, Log& log, std::filesystem::path database)
      : store_(store), log_(log), database_(std::move(database)) {}

  /// Call periodically. While the log is long, each call tries to empty it.
  void check();
  bool is_long() const { return long_; }

 private:
  struct Finding {
    std::int64_t bytes = 0;
    bool is_long = false;  // and could not be emptied
    std::string programs;  // that have the database open; only with the first finding
  };
  static Finding find(Store& store, const std::filesystem::path& database, bool known);
  void on_finding(const Finding& finding);

  StoreAccess& store_;
  Log& log_;
  std::filesystem::path database_;
  bool long_ = false;
};

}  // namespace noticed
