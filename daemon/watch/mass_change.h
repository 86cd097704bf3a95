// Two things that many changes at once mean: doubt, and haste. Pure: time is handed in. Network thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>

#include "storage/model/clock.h"

namespace noticed {

/// Doubt: when more than half of an account's resources, and more than 20, would change within one interval, it is more
/// likely that the cloud errs than that somebody was so busy. One per account.
class Breaker {
 public:
  /// A poll of `resource` would change something, or did.
  void note(std::uint32_t resource, SteadyPoint now);
  /// Whether a poll that would change something is to be held for a second look.
  bool doubts(std::size_t watched, std::chrono::seconds interval, SteadyPoint now);

 private:
  struct Seen {
    SteadyPoint at;
    std::uint32_t resource;
  };
  std::deque<Seen> order_;
  std::unordered_map<std::uint32_t, SteadyPoint> last_;
};

/// Haste: three like changes in a project within a minute are likely a mass change. Its other resources are polled at
/// once, so that it becomes one message.
class MassChange {
 public:
  /// A change was told. `project` names account and project, `likeness` what changed to what. True: poll the others
  /// now; said once in `quiet` for a project.
  bool suspects(const std::string& project, const std::string& likeness, std::chrono::seconds quiet, SteadyPoint now);

 private:
  void forget(SteadyPoint now);

  std::map<std::string, std::deque<SteadyPoint>> recent_;  // by project and likeness
  std::map<std::string, SteadyPoint> quiet_until_;         // by project
};

}  // namespace noticed
