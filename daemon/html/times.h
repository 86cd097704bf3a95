// Formats times for the report, in the process's time zone, which the report's head names.
#pragma once

#include <string>

#include "storage/model/clock.h"

namespace noticed {

/// "2026-11-21 22:05:09".
std::string local_time(TimePoint time);
/// "22:05:09".
std::string local_clock(TimePoint time);
/// "Saturday 21 November 2026".
std::string local_day(TimePoint time);
/// "UTC+08:00" at that time; it changes with daylight saving time.
std::string utc_offset(TimePoint time);
/// "3 d 4 h", "42 min", "20 s": the two largest units that are not zero; "less than 1 s".
std::string length_words(std::chrono::milliseconds length);

}  // namespace noticed
