#include "daemon/report/times.h"

#include <array>
#include <ctime>

namespace noticed {
namespace {

/// By a pattern of strftime. The program never leaves the C locale, so that names of days are English.
std::string local(TimePoint time, const char* pattern) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  localtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), pattern, &parts)};
}

}  // namespace

std::string local_time(TimePoint time) { return local(time, "%Y-%m-%d %H:%M:%S"); }
std::string local_clock(TimePoint time) { return local(time, "%H:%M:%S"); }
std::string local_day(TimePoint time) { return local(time, "%A %-d %B %Y"); }

std::string utc_offset(TimePoint time) {
  const std::string offset = local(time, "%z");  // "+0800"
  return "UTC" + offset.substr(0, 3) + ":" + offset.substr(3);
}

}  // namespace noticed
