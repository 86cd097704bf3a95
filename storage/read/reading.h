// All readers of one history, in one state of it: what a daemon commits meanwhile is not seen.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/read/coverage_history.h"
#include "storage/read/delivery_history.h"
#include "storage/read/history.h"
#include "storage/read/report_history.h"

namespace noticed {

class ReadTransaction;

/// Holds the state that the first query saw. Keep it only while reading, not while writing to a pager: meanwhile the
/// write-ahead log cannot be emptied.
class Reading {
  std::shared_ptr<Connection> connection_;
  std::unique_ptr<ReadTransaction> transaction_;

 public:
  /// Throws StoreError (no such file, no permission, not ours, newer).
  explicit Reading(const std::filesystem::path& path);
  ~Reading();
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  const History history;
  const CoverageHistory coverage;
  const DeliveryHistory deliveries;
  const ReportHistory reports;
};

}  // namespace noticed
