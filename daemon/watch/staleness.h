// Detects sections that were not looked at in time, whatever the reason: their host is paused, the store is stalled, an
// account cannot sign in. A watch that does not look must not look healthy. Counted by account and service, and
// reported as one outage for all of them. Network thread only.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/watch/timetable.h"
#include "daemon/watch/watch_list.h"
#include "pollers/fetcher.h"
#include "storage/model/outage.h"

namespace noticed {

/// How many sections were looked at how long ago.
struct SectionAges {
  static constexpr std::array<std::int64_t, 8> kBoundsS{60, 300, 600, 1'800, 3'600, 10'800, 21'600, 86'400};
  std::array<std::uint64_t, kBoundsS.size() + 1> counts{};  // per bound, plus one beyond the last; not cumulative
  std::chrono::milliseconds sum{0};
  void add(std::chrono::milliseconds age);
};

class Staleness {
 public:
  /// `started`: when this process began to watch; earlier times do not count as unobserved.
  explicit Staleness(SteadyPoint started) : started_(started) {}

  /// One account's service, and how its sections are asked.
  struct Place {
    std::string account;
    Service service{};
    std::string host;  // as shown
    std::vector<Fetcher::LinePtr> lines;
  };
  /// Starts a generation. `places`: in the order of accounts, then of services. `open`: stored open outages; those
  /// of other kinds than observation are ignored.
  void begin(std::vector<Place> places, std::uint32_t fail_after, const std::vector<Outage>& open, SteadyPoint now);
  /// Adds (`count` 1) or removes (-1) a watched resource.
  void watch(const Watched& watched, int count = 1);

  /// Looks at every section. It is late after 1.1 times its promise, and stale after `fail_after` times. Staleness is
  /// over once nothing is late, no API refuses, and a shortest interval has passed since begin(). Each begin and end is
  /// returned once, and again only after recorded() reported that it was not stored.
  /// `seen_all`: since when every resource was polled at least once; until then nothing is late, since first polls go
  /// first.
  std::vector<OutageTurn> check(const WatchList& list, Timetable& timetable, const Fetcher& fetcher, const Clock& clock,
                                bool all_seen);
  /// Call once the store has committed `turn` (`stored`), or has not.
  void recorded(const OutageTurn& turn, bool stored);

  /// A resource with sections that check() found to be late, and that have no gap yet. Not those being polled.
  struct Late {
    std::uint32_t index = 0;  // in the list
    SectionMask sections = 0;
  };
  const std::vector<Late>& late() const { return late_; }

  /// Resources with a stale section.
  std::int64_t stale(std::size_t account, Service service) const {
    return groups_[account * all_services().size() + index_of(service)].stale;
  }
  /// Of the sections of an account's service, at the last check().
  const SectionAges& ages(std::size_t account, Service service) const {
    return groups_[account * all_services().size() + index_of(service)].ages;
  }
  /// The most by which a section exceeded its promise, at the last check().
  std::chrono::milliseconds lag() const { return lag_; }

 private:
  struct WatchGroup {
    Place place;
    std::int64_t resources = 0;
    std::chrono::milliseconds shortest = std::chrono::hours{24};  // interval
    bool notified = false;
    bool asking = false;  // a turn was submitted to the store, no reply yet
    // As of the last check().
    std::int64_t stale = 0;
    bool late = false;
    SectionAges ages;
    SteadyPoint oldest{};  // when the section was looked at that was not for the longest time
  };
  static std::size_t place_of(const Watched& watched) {
    return watched.account * all_services().size() + index_of(watched.service);
  }
  void look_at(std::uint32_t index, const WatchList& list, Timetable& timetable, SteadyPoint now);
  bool is_over(const WatchGroup& group, SteadyPoint now) const;
  static const HostPause* refusal(const WatchGroup& group);
  static std::string reason(const WatchGroup& group, const Fetcher& fetcher);

  SteadyPoint started_;
  SteadyPoint begun_{};                    // of this generation
  std::optional<SteadyPoint> all_seen_{};  // since when
  std::uint32_t fail_after_ = 3;
  std::vector<WatchGroup> groups_;
  std::vector<Late> late_;
  std::chrono::milliseconds lag_{0};
};

}  // namespace noticed
