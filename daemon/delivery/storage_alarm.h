// Alerts when the database takes no writes. That one message is sent directly: it is not in the history and does not
// use the delivery table, which cannot be written either. Network thread only.
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/runtime/log.h"
#include "daemon/sinks/sink.h"
#include "pollers/loop.h"
#include "storage/model/event.h"

namespace noticed {

class StorageAlarm {
 public:
  /// The references must outlive it.
  StorageAlarm(Loop& loop, Transport& transport, Log& log);
  ~StorageAlarm();

  /// Sets the recipients; without them nobody is alerted.
  void configure(const std::vector<SinkConfig>& sinks, PolicyPtr policy);
  /// A write failed. Alerts once, and at most once an hour however often writes fail.
  void failed(const std::string& reason);
  /// A write succeeded. The alarm ends once nothing failed between two successes: some parts of a damaged database can
  /// still be written.
  void succeeded();
  bool failing() const { return !reason_.empty(); }
  /// The first failure; empty if there is none.
  const std::string& reason() const { return reason_; }
  /// Ignores the results of requests in flight.
  void stop();

 private:
  struct PendingAlarm;
  using PendingAlarmPtr = std::shared_ptr<PendingAlarm>;
  void notify(const std::string& reason);
  void send(const PendingAlarmPtr& alarm);
  void on_reply(const PendingAlarmPtr& alarm, const ReplyAssessment& assessment);

  Loop& loop_;
  Transport& transport_;
  Log& log_;
  std::vector<SinkConfig> sinks_;
  PolicyPtr policy_;
  std::list<PendingAlarmPtr> pending_;
  std::optional<SteadyPoint> notified_at_;
  std::string reason_;
  bool failed_since_success_ = false;
};

}  // namespace noticed
