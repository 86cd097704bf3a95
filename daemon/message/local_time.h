// Formats times for people, in the process's time zone.
#pragma once

#include <string>

#include "storage/model/clock.h"
#include "storage/model/wording/language.h"

namespace noticed {

/// "Sat 21 Nov, 03:00:09 (UTC+8)"; "11月21日（周六）03:00:09（UTC+8）".
std::string time_text(Language language, TimePoint time);
/// "Sat 21 Nov, between 02:55:09 and 03:00:09 (UTC+8)", both days if they differ;
/// "11月21日（周六）02:55:09 至 03:00:09 之间（UTC+8）".
std::string window_text(Language language, TimePoint from, TimePoint to);
/// "Sat 21 Nov, from 02:55:09 to 03:00:09 (UTC+8)"; "11月21日（周六）02:55:09 至 03:00:09（UTC+8）".
std::string span_text(Language language, TimePoint from, TimePoint to);

}  // namespace noticed
