// Figures about the history for metrics and the status page: cheap totals at once, and a survey of all resources in
// parts, so that commits can run in between. Inside the caller's transaction; nothing is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/delivery.h"
#include "storage/model/service.h"

namespace noticed {

/// Sizes on disk, in bytes.
struct StoreSizes {
  std::int64_t database = 0;
  std::int64_t log = 0;  // write-ahead log
};

/// Pending and dead deliveries of a sink.
struct SinkNumbers {
  std::string sink;
  std::int64_t pending = 0;
  std::int64_t dead = 0;
  std::optional<TimePoint> oldest;  // since when the oldest pending one waits
  std::optional<SinkState::Suspension> suspended;
};

struct StoreNumbers {
  StoreSizes sizes;
  std::vector<SinkNumbers> sinks;  // those that ever had a delivery, by name
  struct Round {
    std::string account;
    std::optional<TimePoint> complete;  // when the last complete round ended; nullopt if there was none
  };
  std::vector<Round> rounds;  // of accounts with discovery, by name
};

/// The watched resources of one account's service.
struct SurveyGroup {
  std::string account;
  Service service{};
  std::int64_t resources = 0;
  std::int64_t uncovered = 0;  // failure events of which nobody is notified, as in the view `coverage`
  TimePoint oldest_good{};     // the oldest last good poll; for a resource without one, when it was first seen
  TimePoint oldest_poll{};     // likewise, of polls with any result
};

struct FailingResource {
  Service service{};
  std::string id, name;
  std::string state;  // as in the view `resources`
  std::int64_t failures = 0;
  std::string error;
  std::optional<TimePoint> last_good;
};

struct SurveyPart {
  std::vector<SurveyGroup> groups;       // a group may appear again in another part
  std::vector<FailingResource> failing;  // in row order
  std::optional<std::int64_t> next;      // where the next part begins; nullopt if this was the last one
};

}  // namespace noticed
