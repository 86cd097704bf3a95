// When each section is asked: one schedule for each line, which is an account's calls of one API operation. Accounts
// whose calls count together share its limit. Network thread only.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "daemon/watch/api_schedule.h"
#include "daemon/watch/watch_list.h"
#include "pollers/fetcher.h"

namespace noticed {

class Timetable {
 public:
  /// Begins a generation: the lines of all accounts to all services. Nothing is scheduled.
  void begin(const std::vector<std::unique_ptr<Account>>& accounts, Fetcher& fetcher);

  const Fetcher::LinePtr& line(const Watched& watched, SectionIndex section) const {
    return lines_[number_of(watched, section)].line;
  }
  /// All lines of an account's service; none if it has no endpoint.
  std::vector<Fetcher::LinePtr> lines_of(std::size_t account, Service service) const;

  /// Schedules one section of a resource that was never polled. The others are, once they were asked for the first
  /// time; limits are divided with them in mind.
  void add_first(WatchList& list, const Watched& watched, SectionIndex section) {
    count_expected(list, watched, 1);
    add(list, watched, section, {});
  }

  using Before = ApiSchedule::Before;
  /// Schedules a section of `list`. `before`: nothing if it was never asked.
  void add(WatchList& list, const Watched& watched, SectionIndex section, const std::optional<Before>& before);
  /// Takes out all of its sections.
  void remove(const WatchList& list, const Watched& watched);
  /// Takes over which channels are off, or not offered.
  void set_idle(const WatchList& list, const Watched& watched);
  /// Makes a section urgent, from `at` on.
  void urge(const WatchList& list, const Watched& watched, SectionIndex section, SteadyPoint at);
  /// A call that began at `at` has ended. Adds the section if it was not scheduled yet.
  void asked(WatchList& list, const Watched& watched, SectionIndex section, SteadyPoint at);
  /// Calls to other sections than the urgent one that was taken.
  void charge(const Watched& watched, SectionIndex section, std::size_t calls) {
    lines_[number_of(watched, section)].schedule.charge(calls);
  }

  /// A section whose turn has come: its position in list.polls(). It is under way until asked().
  std::optional<std::uint32_t> take(const Fetcher::Line& line, SteadyPoint now);
  /// When take() may have one.
  std::optional<SteadyPoint> next(const Fetcher::Line& line, SteadyPoint now);

  /// The promise in force for a section, and when it is due next.
  std::chrono::milliseconds promise(const WatchList& list, const Watched& watched, SectionIndex section);
  SteadyPoint due(const WatchList& list, const Watched& watched, SectionIndex section);

  /// All promises in force.
  std::vector<SectionPromise> promises(const std::vector<std::unique_ptr<Account>>& accounts);

  /// Divides the limits in force. Call after sections were added or removed, and every few seconds.
  void share_out(const Fetcher& fetcher);

 private:
  struct Line {
    Fetcher::LinePtr line;
    std::size_t account = 0;
    Service service{};
    std::size_t operation = 0;
    ApiSchedule schedule{1, kMaxInterval};
    double expected = 0;                     // calls per second of sections that are not scheduled yet
    std::vector<std::uint32_t> sections{0};  // by their number in the schedule, which begins with 1
  };
  std::size_t number_of(const Watched& watched, SectionIndex section) const {
    return first_[watched.account][index_of(watched.service)] + operation_of(watched.service, section);
  }
  void count_expected(const WatchList& list, const Watched& watched, int count);
  static bool is_idle(const Watched& watched, SectionIndex section) {
    return ((watched.sections.off | watched.sections.unsupported) & bit(section)) != 0;
  }

  std::vector<Line> lines_;
  std::vector<std::array<std::size_t, kMostServices>> first_;  // by account and service: its first line
  std::unordered_map<const Fetcher::Line*, std::size_t> numbers_;
};

}  // namespace noticed
