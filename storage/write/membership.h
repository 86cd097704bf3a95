// Collects the resources added and removed in one transaction and reports them: one event each, or one in bulk. Inside
// the caller's transaction.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "storage/model/notice.h"
#include "storage/write/event_log.h"

namespace noticed {

class Membership {
 public:
  /// More than this many of one account, service and reason are reported by one event.
  static constexpr std::size_t kMostAlone = 20;

  /// `account` is its name.
  void add_arrival(const std::string& account, Service service, std::int64_t resource, bool returned);
  void add_departure(const std::string& account, Service service, std::int64_t resource, UnwatchReason reason);

  /// Records the additions, then the removals.
  void record(EventWriter& writer) const;

 private:
  struct Arrival {
    std::int64_t resource = 0;
    bool returned = false;
  };
  using Arrivals = std::map<std::pair<std::string, Service>, std::vector<Arrival>>;
  using Departures = std::map<std::tuple<std::string, Service, UnwatchReason>, std::vector<std::int64_t>>;

  static void record_arrivals(EventWriter& writer, const Arrivals::value_type& group);
  static void record_departures(EventWriter& writer, const Departures::value_type& group);

  Arrivals arrivals_;
  Departures departures_;
};

}  // namespace noticed
