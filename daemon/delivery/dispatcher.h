// Delivers committed events: one queue per sink, and what concerns all queues. Network thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "daemon/delivery/sink_queue.h"

namespace noticed {

class Dispatcher {
 public:
  /// What `parts` refers to must outlive it; it sets `on_idle` and `check_clock` itself.
  explicit Dispatcher(QueueParts parts);

  /// Sets the sinks of a configuration generation; messages to removed sinks stay pending.
  void configure(const std::vector<SinkConfig>& sinks, const Destinations& destinations);

  /// Checks the queues now: something may be pending.
  void wake();
  /// Starts nothing new; calls `done` once nothing is in flight.
  void stop(std::function<void()> done);
  /// With `once`: calls `done` when all queues are idle; true if everything that was pending was delivered.
  void drain(std::function<void(bool)> done);
  /// Requests made to a sink since it was configured; zeros if it is not configured.
  RequestCounts requests(const std::string& sink) const;

 private:
  /// Every few seconds: detects a clock that was set, and writes by another process (`noticed replay`).
  void tick();
  /// Also called before each read of the clock, so that waits that begin after a jump are not shifted by it.
  void check_clock();
  void check_database();
  void check_idle();

  QueueParts parts_;
  std::map<std::string, std::unique_ptr<SinkQueue>> queues_;
  std::vector<std::unique_ptr<SinkQueue>> removed_;  // of removed sinks, with messages in flight
  Alarm ticking_;
  TimePoint wall_{};
  SteadyPoint steady_{};
  std::int64_t data_version_ = 0;
  bool stopping_ = false;
  std::function<void()> on_idle_;
};

}  // namespace noticed
