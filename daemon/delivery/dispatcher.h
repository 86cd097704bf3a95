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
  /// What `parts` refers to must outlive it; it sets `rested` and `look_at_clock` itself.
  explicit Dispatcher(LaneParts parts);

  /// Sets the sinks of a configuration generation; messages to removed sinks stay pending.
  void configure(const std::vector<SinkConfig>& sinks, const Destinations& destinations, bool once);

  /// Checks the queues now: something may be pending.
  void wake();
  /// Starts nothing new; calls `done` once nothing is in flight.
  void stop(std::function<void()> done);
  /// Calls `done` once every message that may be attempted now was attempted once; true if all were delivered.
  void drain(std::function<void(bool)> done);
  /// Requests made to a sink since it was configured; zeros if it is not configured.
  RequestCounts requests(const std::string& sink) const;

 private:
  /// Every few seconds: detects a clock that was set, and writes by another process (`noticed replay`).
  void tick();
  /// Also called before each read of the clock, so that waits that begin after a jump are not shifted by it.
  void watch_clock();
  void watch_database();
  void check_rest();

  LaneParts parts_;
  std::map<std::string, std::unique_ptr<SinkQueue>> lanes_;
  std::vector<std::unique_ptr<SinkQueue>> leaving_;  // of removed sinks, with messages in flight
  Alarm ticking_;
  TimePoint wall_{};
  SteadyPoint steady_{};
  std::int64_t data_version_ = 0;
  bool stopping_ = false;
  std::function<void()> on_rest_;
};

}  // namespace noticed
