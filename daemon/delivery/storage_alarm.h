// Whether the database takes what is found. When it takes nothing, people are told at once, by the one message that is
// in no history: around the delivery table, which cannot be written either. Network thread only.
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

  /// Whom to tell from now on; before, nobody.
  void configure(const std::vector<SinkConfig>& sinks, PolicyPtr policy);
  /// A write failed. Told once, and not again within the hour, however often it fails.
  void failed(const std::string& reason);
  /// A write succeeded. All is well again once nothing failed between two of these: of a damaged database some parts
  /// can be written.
  void worked();
  bool failing() const { return !reason_.empty(); }
  /// What failed first; empty if all is well.
  const std::string& reason() const { return reason_; }
  /// What is on its way ends unheard.
  void stop();

 private:
  struct PendingAlarm;
  using PendingAlarmPtr = std::shared_ptr<PendingAlarm>;
  void tell(const std::string& reason);
  void send(const PendingAlarmPtr& alarm);
  void arrived(const PendingAlarmPtr& alarm, const ReplyAssessment& assessment);

  Loop& loop_;
  Transport& transport_;
  Log& log_;
  std::vector<SinkConfig> sinks_;
  PolicyPtr policy_;
  std::list<PendingAlarmPtr> pending_;
  std::optional<SteadyPoint> told_;
  std::string reason_;
  bool doubtful_ = false;  // something failed since the last success
};

}  // namespace noticed
