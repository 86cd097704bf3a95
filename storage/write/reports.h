// The posture report, recorded once in a database's life, and the scheduled quiet reports. Inside the caller's
// transaction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "storage/file/connection.h"
#include "storage/write/event_log.h"

namespace noticed {

/// No event if already recorded or while no resource has answered.
void record_posture(EventWriter& writer);

/// Covers the time since the sink's last quiet report, else since the first run.
void record_quiet(EventWriter& writer, const std::string& sink);
std::optional<TimePoint> last_quiet(Connection& connection, const std::string& sink);

/// By account, service and project id.
std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> count_watched(Connection& connection);

}  // namespace noticed
