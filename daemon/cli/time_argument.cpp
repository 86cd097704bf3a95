#include "daemon/cli/time_argument.h"

#include <cstdio>

#include "daemon/cli/cli.h"
#include "daemon/config/duration.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

std::optional<TimePoint> parse_local(const std::string& text, TimePoint now) {
  std::tm local = local_fields(now);
  local.tm_hour = local.tm_min = local.tm_sec = 0;
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int end = 0;
  const char* text_end = text.c_str() + text.size();
  if (std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 && text.c_str() + end == text_end) {
    local.tm_year = year - 1900;
    local.tm_mon = month - 1;
    local.tm_mday = day;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional{from_local(local)} : std::nullopt;
  }
  if (std::sscanf(text.c_str(), "%2d:%2d%n", &hour, &minute, &end) == 2 && text.c_str() + end == text_end) {
    local.tm_hour = hour;
    local.tm_min = minute;
    return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 ? std::optional{from_local(local)} : std::nullopt;
  }
  return {};
}

}  // namespace

std::optional<TimePoint> parse_when(const std::string& text, TimePoint now) {
  if (text.empty()) return {};
  if (auto time = parse_rfc3339(text)) return time;
  constexpr std::string_view kAgo = " ago";
  if (text.ends_with(kAgo))
    if (auto duration = parse_duration(text.substr(0, text.size() - kAgo.size()))) return now - *duration;
  if (auto time = parse_local(text, now)) return time;
  throw CommandError(kExitUsage,
                     "\"" + text + "\" is not a time; write 2026-11-21T14:05:09Z, 2026-11-21, 14:05 or \"2h ago\"");
}

std::string age_text(TimePoint then, TimePoint now) {
  return then > now ? "0s" : to_text(std::chrono::floor<std::chrono::seconds>(now - then));
}

}  // namespace noticed
