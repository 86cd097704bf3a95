// Detects watched resources that were not polled in time: their host is paused, the requests exceed its rate limit, or
// the store is stalled. A watch that does not poll must not look healthy. Counted by account and service, and reported
// as one outage for all of them. Pure except for the fetcher's queues; network thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/watch/watch_list.h"
#include "pollers/fetcher.h"
#include "storage/model/outage.h"

namespace noticed {

class Staleness {
 public:
  /// `started`: when this process began to watch; earlier times do not count as unobserved.
  explicit Staleness(SteadyPoint started) : started_(started) {}

  /// One account's service, and the queue in which its resources wait.
  struct Place {
    std::string account;
    Service service{};
    std::string endpoint;  // empty: the account has none
    std::string host;      // endpoints of one host share its rate limit
    Fetcher::LinePtr line;
  };
  /// Starts a generation. `places`: in the order account * 4 + service. `open`: stored open outages; those of other
  /// kinds than observation are ignored.
  void begin(std::vector<Place> places, std::uint32_t fail_after, const std::vector<Outage>& open, SteadyPoint now);
  /// Adds (`count` 1) or removes (-1) a watched resource.
  void watch(const Watched& watched, int count = 1);

  /// Examines the queues. A resource is stale if it was not polled for `fail_after` times its interval, or times one
  /// full pass over its host at the current rate, whichever is longer. That is over once none waits longer than its
  /// interval, the host refuses nothing, and a shortest interval has passed since begin(). Each begin and end is
  /// returned once, and again only after recorded() reported that it was not stored.
  std::vector<OutageTurn> check(const WatchList& list, const Fetcher& fetcher, const Clock& clock);
  /// Call once the store has committed `turn` (`stored`), or has not.
  void recorded(const OutageTurn& turn, bool stored);

  std::int64_t stale(std::size_t account, Service service) const {
    return groups_[account * 4 + static_cast<std::size_t>(service)].stale;
  }
  /// The longest wait in a queue at the last check(), beyond the jitter.
  std::chrono::milliseconds lag() const;

 private:
  struct WatchGroup {
    Place place;
    std::int64_t resources = 0;
    std::int64_t requests = 0;                                    // of one full pass
    std::chrono::milliseconds shortest = std::chrono::hours{24};  // interval
    bool notified = false;
    bool asking = false;  // a turn was submitted to the store, no reply yet
    // As of the last check().
    std::int64_t stale = 0;
    std::chrono::milliseconds waits{0};
    bool late = false;     // one waits longer than its interval
    SteadyPoint oldest{};  // last poll of the longest waiting stale resource
    std::optional<std::chrono::milliseconds> sweep;
  };
  static std::size_t place_of(const Watched& watched) {
    return watched.account * std::size_t{4} + static_cast<std::size_t>(watched.service);
  }
  void count(const Fetcher::LinePtr& line, const WatchList& list, const Fetcher& fetcher, SteadyPoint now);
  std::chrono::milliseconds sweep(const WatchGroup& group, const Fetcher& fetcher) const;
  bool is_over(const WatchGroup& group, const Fetcher& fetcher, SteadyPoint now) const;
  static std::optional<std::string> refusal(const WatchGroup& group, const Fetcher& fetcher);
  static std::string reason(const WatchGroup& group, const Fetcher& fetcher);

  SteadyPoint started_;
  SteadyPoint begun_{};  // of this generation
  std::uint32_t fail_after_ = 3;
  std::vector<WatchGroup> groups_;
};

}  // namespace noticed
