// Formats days and durations for the pages.
#pragma once

#include <string>

#include "storage/model/clock.h"

namespace noticed {

/// "Saturday 21 November 2026".
std::string local_day(TimePoint time);
/// "3 d 4 h", "42 min", "20 s": the two largest units that are not zero; "less than 1 s".
std::string length_words(std::chrono::milliseconds length);

}  // namespace noticed
