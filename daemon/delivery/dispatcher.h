// Delivers what is committed: a lane for each sink, and what concerns all of them. Network thread only.
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
  /// What `parts` refers to must outlive it; `rested` and `look_at_clock` are its own.
  explicit Dispatcher(LaneParts parts);

  /// The sinks of a configuration generation; messages to sinks that are no more stay pending.
  void configure(const std::vector<SinkConfig>& sinks, const Destinations& destinations, bool once);

  /// Something may be waiting: look now.
  void wake();
  /// Starts nothing new; `done` is called when nothing is in flight.
  void stop(std::function<void()> done);
  /// `done` is called when every message that may be tried now was tried once; true if all arrived.
  void drain(std::function<void(bool)> done);
  /// Requests made to a sink since it is configured; zeros for a sink that is not.
  RequestCounts requests(const std::string& sink) const;

 private:
  /// Every few seconds: was the clock set, did another process write (`noticed replay`)?
  void tick();
  /// Before each look at the clock, too: what a lane begins to wait for after a jump must not be moved by it.
  void watch_clock();
  void watch_database();
  void check_rest();

  LaneParts parts_;
  std::map<std::string, std::unique_ptr<SinkQueue>> lanes_;
  std::vector<std::unique_ptr<SinkQueue>> leaving_;  // their sinks were taken out while letters were in flight
  Alarm ticking_;
  TimePoint wall_{};
  SteadyPoint steady_{};
  std::int64_t data_version_ = 0;
  bool stopping_ = false;
  std::function<void()> on_rest_;
};

}  // namespace noticed
