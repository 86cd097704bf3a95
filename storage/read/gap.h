// Intervals in which something was not observed, as the database has them. Inside the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

/// Not clipped to a requested period.
struct Gap {
  std::int64_t resource = 0;  // 0: all of them, because no daemon ran
  std::string section;        // "*": all sections
  std::string reason, detail;
  TimePoint from{};
  std::optional<TimePoint> to;  // nullopt: still open
};

class Connection;

/// Intervals without a running daemon that overlap [since, until), oldest run first. The end of a killed run is known
/// only once the next run has begun.
std::vector<Gap> load_downtime(Connection& connection, TimePoint since, TimePoint until);

}  // namespace noticed
