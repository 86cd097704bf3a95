// Poll statistics: how polls ended, how long they took, which states resources are in. Plain counters found by index,
// so that a poll without changes costs one or two additions. Network thread only. Counted since the process start,
// across reloads.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/watch/outage_detector.h"
#include "daemon/watch/watch_list.h"

namespace noticed {

/// The states in the view `resources`, except that of resources which are no longer watched.
enum class ResourceState : std::uint8_t { ok, fresh, failing, unreachable, gone };
constexpr std::size_t kResourceStates = 5;
/// "ok", "new", "failing", "unreachable", "gone".
std::string_view to_text(ResourceState state);

/// How a poll ended as a whole: an Ending, or partly good.
constexpr std::size_t kPartial = kEndings;
constexpr std::size_t kOutcomes = kEndings + 1;
/// "ok", "partial" (some section failed), "unsigned" (the account had no credentials), or a failure kind.
std::string_view outcome_text(std::size_t outcome);

/// Counters of one account's service.
struct ServiceTally {
  std::array<std::uint64_t, kOutcomes> polls{};
  std::array<std::int64_t, kResourceStates> resources{};
  std::array<std::uint64_t, 3> changes{};  // of settings, by Severity
};

/// Histogram of poll durations, from the first request to the last reply, second requests included.
struct PollTimes {
  static constexpr std::array<std::int64_t, 10> kBoundsMs{50,    100,   250,    500,    1'000,
                                                          2'500, 5'000, 10'000, 30'000, 60'000};
  std::array<std::uint64_t, kBoundsMs.size() + 1> counts{};  // per bound, plus one beyond the last; not cumulative
  std::chrono::milliseconds sum{0};
  void add(std::chrono::milliseconds took);
};

class PollStats {
 public:
  using Services = std::array<ServiceTally, kMostServices>;

  /// Starts a new generation: its accounts in order, and its thresholds. No resource is counted yet.
  void begin(const std::vector<std::string>& accounts, std::uint32_t fail_after, std::uint32_t gone_after);

  /// Counts a resource in its current state.
  void count(Watched& watched);
  /// Stops counting it.
  void uncount(const Watched& watched) { --of(watched).resources[watched.state]; }
  /// Call when something about a counted resource changed.
  void restate(Watched& watched) {
    const auto now = static_cast<std::uint8_t>(state_of(watched));
    if (now == watched.state) return;
    --of(watched).resources[watched.state];
    ++of(watched).resources[now];
    watched.state = now;
  }
  void ended(const Watched& watched, std::size_t outcome, std::chrono::milliseconds took) {
    ++of(watched).polls[outcome];
    times_.add(took);
  }
  void changed(const Watched& watched, const std::array<std::uint32_t, 3>& changes);

  ResourceState state_of(const Watched& watched) const;
  /// Counters of an account of this generation.
  const Services& services(const std::string& account) const { return by_name_.at(account); }
  const PollTimes& times() const { return times_; }

 private:
  ServiceTally& of(const Watched& watched) {
    return (*by_number_[watched.account])[static_cast<std::size_t>(watched.service)];
  }

  std::map<std::string, Services> by_name_;
  std::vector<Services*> by_number_;
  PollTimes times_;
  std::uint32_t fail_after_ = 3;
  std::uint32_t gone_after_ = 3;
};

}  // namespace noticed
