// Mass-change breaker and accelerator. Pure: time is a parameter. Network thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>

#include "storage/model/clock.h"

namespace noticed {

/// Breaker: if more than half of an account's resources, and more than 20, would change within one interval, an error
/// of the cloud is more likely than that many edits. One per account.
class Breaker {
 public:
  /// Records that a poll of `resource` would change something, or did.
  void record(std::uint32_t resource, SteadyPoint now);
  /// Open: a poll that would change something must be confirmed by a second request.
  bool is_open(std::size_t watched, std::chrono::seconds interval, SteadyPoint now);

 private:
  struct Seen {
    SteadyPoint at;
    std::uint32_t resource;
  };
  std::deque<Seen> order_;
  std::unordered_map<std::uint32_t, SteadyPoint> last_;
};

/// Accelerator: three equal changes in a project within a minute suggest a mass change. The project's other resources
/// are then polled at once, so that all of it becomes one message.
class MassChange {
 public:
  /// Records a committed change. `project`: account and project; `likeness`: what changed to what. Returns true if the
  /// project's other resources should be polled now, at most once per `quiet` and project.
  bool record(const std::string& project, const std::string& likeness, std::chrono::seconds quiet, SteadyPoint now);

 private:
  void forget(SteadyPoint now);

  std::map<std::string, std::deque<SteadyPoint>> recent_;  // by project and likeness
  std::map<std::string, SteadyPoint> quiet_until_;         // by project
};

}  // namespace noticed
