// Scheduled reports: each sink that wants one gets it at its time of day or week, in the process's time zone. A report
// that fell due while noticed was not running is sent at the start. Network thread only.
#pragma once

#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/runtime/log.h"
#include "daemon/runtime/store_access.h"
#include "pollers/loop.h"

namespace noticed {

/// The first matching time after `after`. If the clock skips it (DST), the time that the clock is set to.
TimePoint next_report(const ReportTime& when, TimePoint after);

class ReportScheduler {
 public:
  using OnCommitted = std::function<void(const std::vector<Event>&)>;

  /// All references must outlive it.
  ReportScheduler(Loop& loop, StoreAccess& store, Log& log, OnCommitted on_committed, std::uint32_t seed);

  void configure(const std::vector<SinkConfig>& sinks);
  void stop();

 private:
  struct SinkReport {
    ReportTime when;
    std::chrono::seconds late{};  // random delay: at full hours everybody sends reports
    std::optional<TimePoint> due;
  };

  void find_due(const std::string& sink);
  void check();
  void report(const std::string& sink);

  Loop& loop_;
  StoreAccess& store_;
  Log& log_;
  OnCommitted on_committed_;
  std::minstd_rand random_;
  std::map<std::string, SinkReport> schedules_;
  Alarm alarm_;
};

}  // namespace noticed
