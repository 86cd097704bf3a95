// The process's time zone, in which times are shown and read: the only place that converts to local time and back.
#pragma once

#include <ctime>
#include <string>

#include "storage/model/clock.h"

namespace noticed {

/// Sets the process's time zone; empty: the one the process was started with, or the system's. The first call must come
/// before other threads start; later calls may run beside them, but always on the same thread.
void use_time_zone(const std::string& zone);

std::tm local_fields(TimePoint time);
/// The inverse. Fields out of range carry over: day 32 is the next month's. A time that the clock skips (DST) gives the
/// one that it is set to.
TimePoint from_local(std::tm fields);
bool is_same_day(TimePoint a, TimePoint b);

/// By an strftime pattern. The program stays in the C locale, so names of days are English.
std::string local_text(TimePoint time, const char* pattern);
/// "2026-11-21 22:05:09 +08:00".
std::string local_text(TimePoint time);
/// "2026-11-21 22:05:09".
std::string local_time(TimePoint time);
/// "22:05:09".
std::string local_clock(TimePoint time);
/// "UTC+08:00" at that time; it changes with daylight saving time.
std::string utc_offset(TimePoint time);

}  // namespace noticed
