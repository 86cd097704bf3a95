#include "daemon/html/times.h"

#include <array>
#include <ctime>

namespace noticed {
namespace {

/// Formats by an strftime pattern. The program stays in the C locale, so names of days are English.
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

std::string length_words(std::chrono::milliseconds length) {
  struct Unit {
    std::chrono::seconds size;
    const char* name;
  };
  constexpr std::array<Unit, 4> kUnits{{{std::chrono::days{1}, " d"},
                                        {std::chrono::hours{1}, " h"},
                                        {std::chrono::minutes{1}, " min"},
                                        {std::chrono::seconds{1}, " s"}}};
  std::string words;
  int shown = 0;
  for (const auto& unit : kUnits) {
    const auto count = length / unit.size;
    length %= unit.size;
    if (count == 0 || shown == 2) continue;
    words += (shown++ > 0 ? " " : "") + std::to_string(count) + unit.name;
  }
  return words.empty() ? "less than 1 s" : words;
}

}  // namespace noticed
