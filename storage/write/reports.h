// What is watched, what was seen of it, and what nobody hears of: told once in a database's life, and on schedule.
// Inside the caller's transaction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "storage/file/connection.h"
#include "storage/write/event_log.h"

namespace noticed {

/// Tells nothing if it was told before, or while nothing has answered yet.
void record_posture(EventWriter& writer);

/// About the time since that sink's last one, else since the first run.
void record_quiet(EventWriter& writer, const std::string& sink);
std::optional<TimePoint> last_quiet(Connection& connection, const std::string& sink);

/// By account, service and project id.
std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> count_watched(Connection& connection);

}  // namespace noticed
