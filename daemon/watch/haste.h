// Changes come in bursts: after one, the like sections of its project and the status calls are asked out of turn.
// Network thread only.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "daemon/watch/watch_list.h"

namespace noticed {

/// When, after a change was seen.
inline constexpr std::array<std::chrono::milliseconds, 4> kHaste{std::chrono::minutes{0}, std::chrono::minutes{4},
                                                                 std::chrono::minutes{10}, std::chrono::minutes{20}};

/// A burst of changes makes its project urgent once a minute, not once for each change.
class Bursts {
 public:
  /// `group`: any number for like sections of a project. Whether a change seen now makes them urgent.
  bool begins(std::uint64_t group, SteadyPoint now);

 private:
  std::unordered_map<std::uint64_t, SteadyPoint> last_;
};

class Haste {
 public:
  /// Forgets all resources. Call when the list is replaced.
  void clear() { members_.clear(); }
  void add(const WatchList& list, std::uint32_t index);

  using Urge = std::function<void(const Watched&, SectionIndex, SteadyPoint at)>;
  /// Some sections of a resource changed: calls `urge` for those of the others in its account's project, or, if it has
  /// none, in all of the account's service that have none.
  void follow(const WatchList& list, std::uint32_t index, SectionMask changed, SteadyPoint now, const Urge& urge);

 private:
  std::map<std::string, std::vector<std::uint32_t>> members_;  // places in the list, by project and service
  Bursts bursts_;
};

}  // namespace noticed
