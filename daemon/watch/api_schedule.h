// Which section is asked next, of all that one API answers. Pure: time is a parameter. Network thread only.
//
// First sections that were never asked; then late ones, by how much of their promise has passed; then urgent ones,
// which may use half of the rate; then those whose promise ends now. So haste never breaks a promise, and an order
// survives a restart: it follows from when each section was last confirmed.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "daemon/config/promise.h"
#include "daemon/watch/schedule.h"
#include "storage/model/clock.h"

namespace noticed {

class ApiSchedule {
 public:
  using Section = std::uint32_t;  // the caller's number of a section, below 2^24

  /// `per_second`: the limit in force. `max_interval`: the longest promise of a section of a channel that is off,
  /// unless even that does not fit.
  ApiSchedule(double per_second, std::chrono::milliseconds max_interval)
      : per_second_(per_second), whole_(per_second), max_interval_(max_interval) {}

  /// The limit that is in force from now on, above zero. `whole`: of all who share it, if this is a part of a limit:
  /// haste may use half of that.
  void set_limit(double per_second, double whole);
  /// What is needed to keep all intervals.
  Demand demand() const;

  /// What is known of a section from before: the start of its last call that was answered, and when it was due next.
  struct Before {
    SteadyPoint asked{};
    SteadyPoint due{};
  };
  /// Takes a section in. `before`: nothing if it was never asked.
  void add(Section section, std::chrono::milliseconds interval, bool idle, const std::optional<Before>& before);
  void remove(Section section);
  /// Whether its channel is switched off. One that is switched on is asked at once.
  void set_idle(Section section, bool idle);
  /// Asks it at `at` or soon afterwards, unless it is asked between `at` and then.
  void urge(Section section, SteadyPoint at) { urgent_.at(section, at); }

  /// Further calls were made for one that was urgent.
  void charge(std::size_t calls) { urgent_calls_ -= static_cast<double>(calls); }

  /// The section to be asked now; it is under way until asked(). Nothing: none is due.
  std::optional<Section> take(SteadyPoint now);
  /// Its call, which began at `at`, has ended.
  void asked(Section section, SteadyPoint at);
  /// When take() may have one, if nothing changes; nothing: never. A time that has passed: now.
  std::optional<SteadyPoint> next(SteadyPoint now);

  /// The longest time between a call of this section that begins now and its next one, while the limit is kept: that of
  /// its group, and until those that were never asked have had their turn.
  std::chrono::milliseconds promise(Section section);
  /// All groups with sections, and their promises.
  std::vector<std::pair<PromiseGroup, std::chrono::milliseconds>> promises();
  /// When a section that was asked is due next.
  SteadyPoint due(Section section);

 private:
  struct Entry {
    SteadyPoint since{};  // when the promise began; meaningless for one that was never asked
    std::uint8_t group = 0;
    bool known = false;  // is in the schedule
    bool asked = false;  // at least once
    bool under_way = false;
    bool restored = false;  // not asked since it was added with what was known from before
  };
  struct Group {
    PromiseGroup what;
    std::chrono::milliseconds promise{};
    Schedule order;  // by Entry::since; what is no longer so is skipped
  };
  struct Due {
    std::size_t group;
    double passed;  // of the promise, as a part of it
  };

  std::uint8_t group_of(std::chrono::milliseconds interval, bool idle);
  bool waits(Section section) const { return entries_[section].known && !entries_[section].under_way; }
  void reckon();
  void drop_outdated();
  std::optional<Due> most_overdue(SteadyPoint now) const;
  void refill(SteadyPoint now);
  Section begin(Section section);

  double per_second_;
  double whole_;
  std::chrono::milliseconds max_interval_;
  std::vector<Entry> entries_;
  std::vector<Group> groups_;
  std::deque<Section> never_asked_;
  Schedule urgent_;
  double urgent_calls_ = 1;  // that may begin now
  SteadyPoint refilled_{};
  std::uint32_t spread_ = 0;                               // sections that were asked for the first time
  std::vector<std::pair<Section, SteadyPoint>> restored_;  // added with what was known, and when it was due
  bool outdated_ = false;                                  // promises are to be reckoned again
};

}  // namespace noticed
