// When a report is due, as people write it: "mon 09:00" once a week, "09:00" every day.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/config/config.h"

namespace noticed {

/// Returns nullopt for any other text; the weekday is sun, mon, tue, wed, thu, fri or sat, hours and minutes have two
/// digits.
std::optional<ReportTime> parse_report_time(std::string_view text);

}  // namespace noticed
