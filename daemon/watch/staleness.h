// Which of the watched resources were not looked at in time, whatever they would have answered: their host pauses, or
// is asked for more than it allows, or the store is stalled. Silence of the watch itself must not look like health.
// Counted by account and service, begun and ended as one outage for many. Pure but for the fetcher's queues; network
// thread only.
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
  /// `started`: when this process began to watch; nothing counts as unseen before that.
  explicit Staleness(SteadyPoint started) : started_(started) {}

  /// One account's service, and where its resources wait for their turn.
  struct Place {
    std::string account;
    Service service{};
    std::string endpoint;  // empty: the account has none
    std::string host;      // endpoints of one host share its rate
    Fetcher::LinePtr line;
  };
  /// A generation's, in the order account * 4 + service. `open`: outages on record; others than of observation are
  /// passed over.
  void begin(std::vector<Place> places, std::uint32_t fail_after, const std::vector<Outage>& open, SteadyPoint now);
  /// A resource is watched, or no longer (`count` -1).
  void watch(const Watched& watched, int count = 1);

  /// Looks at all that waits. A resource is stale when it was not looked at for `fail_after` times its interval, or
  /// times one sweep over its host at the rate in force, whichever is longer; that is over once none waits for longer
  /// than its interval, the host refuses nothing, and a shortest interval has passed since begin(). What begins or ends
  /// is said once, and again only after settled() has said that the store did not take it.
  std::vector<OutageTurn> look(const WatchList& list, const Fetcher& fetcher, const Clock& clock);
  /// The store has it, or did not take it.
  void settled(const OutageTurn& turn, bool stored);

  std::int64_t stale(std::size_t account, Service service) const {
    return groups_[account * 4 + static_cast<std::size_t>(service)].stale;
  }
  /// How long the resource that waited longest for its turn waited at the last look, beyond the jitter.
  std::chrono::milliseconds lag() const;

 private:
  struct Group {
    Place place;
    std::int64_t resources = 0;
    std::int64_t requests = 0;                                    // of one sweep
    std::chrono::milliseconds shortest = std::chrono::hours{24};  // interval
    bool notified = false;
    bool asking = false;  // the store has a turn and has not answered
    // By the last look.
    std::int64_t stale = 0;
    std::chrono::milliseconds waits{0};
    bool late = false;     // one waits for longer than its interval
    SteadyPoint oldest{};  // when the stale one that waits longest was looked at
    std::optional<std::chrono::milliseconds> sweep;
  };
  static std::size_t place_of(const Watched& watched) {
    return watched.account * std::size_t{4} + static_cast<std::size_t>(watched.service);
  }
  void count(const Fetcher::LinePtr& line, const WatchList& list, const Fetcher& fetcher, SteadyPoint now);
  std::chrono::milliseconds sweep(const Group& group, const Fetcher& fetcher) const;
  bool is_over(const Group& group, const Fetcher& fetcher, SteadyPoint now) const;
  static std::optional<std::string> refusal(const Group& group, const Fetcher& fetcher);
  static std::string reason(const Group& group, const Fetcher& fetcher);

  SteadyPoint started_;
  SteadyPoint begun_{};  // this generation
  std::uint32_t fail_after_ = 3;
  std::vector<Group> groups_;
};

}  // namespace noticed
