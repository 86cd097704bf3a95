// What the history says of itself at a glance, for metrics and the status page: cheap numbers at once, and a survey of
// all resources in parts, so that commits come between. Inside the caller's transaction; nothing is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/delivery.h"
#include "storage/model/service.h"

namespace noticed {

/// What the history takes on the disk, in bytes.
struct StoreSizes {
  std::int64_t database = 0;
  std::int64_t log = 0;  // the write-ahead log beside it
};

/// What waits for a sink, and what never reached it.
struct SinkNumbers {
  std::string sink;
  std::int64_t pending = 0;
  std::int64_t dead = 0;
  std::optional<TimePoint> oldest;  // since when the oldest pending one waits
  std::optional<SinkState::Suspension> suspended;
};

struct StoreNumbers {
  StoreSizes sizes;
  std::vector<SinkNumbers> sinks;  // those that something was ever for, by name
  struct Round {
    std::string account;
    std::optional<TimePoint> complete;  // when the last complete round ended; nothing: there was none
  };
  std::vector<Round> rounds;  // of accounts with discovery, by name
};

/// The watched resources of one account's service.
struct SurveyGroup {
  std::string account;
  Service service{};
  std::int64_t resources = 0;
  std::int64_t uncovered = 0;  // failure events that nobody hears of, as the view `coverage` has them
  TimePoint oldest_good{};     // the last good poll that lies longest back; of one without, when it was first seen
  TimePoint oldest_poll{};     // the same of polls of any outcome
};

struct FailingResource {
  Service service{};
  std::string id, name;
  std::string state;  // as the view `resources` says it
  std::int64_t failures = 0;
  std::string error;
  std::optional<TimePoint> last_good;
};

struct SurveyPart {
  std::vector<SurveyGroup> groups;       // a group may come again in another part
  std::vector<FailingResource> failing;  // in row order
  std::optional<std::int64_t> next;      // where the next part begins; nothing: this was the last one
};

}  // namespace noticed
