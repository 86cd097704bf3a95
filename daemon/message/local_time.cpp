#include "daemon/message/local_time.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace noticed {
namespace {

std::tm local(TimePoint time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return parts;
}

std::string clock_text(const std::tm& time) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", time.tm_hour, time.tm_min, time.tm_sec);
  return text.data();
}

/// Not by strftime, whose names depend on the locale.
std::string day_text(Language language, const std::tm& time) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 7> kDaysZh{"日", "一", "二", "三", "四", "五", "六"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto weekday = static_cast<std::size_t>(time.tm_wday);
  const auto month = static_cast<std::size_t>(time.tm_mon);
  if (language == Language::zh)
    return std::to_string(time.tm_mon + 1) + "月" + std::to_string(time.tm_mday) + "日（周" +
           std::string(kDaysZh[weekday]) + "）";
  return std::string(kDays[weekday]) + " " + std::to_string(time.tm_mday) + " " + std::string(kMonths[month]);
}

/// "UTC", "UTC+8", "UTC+5:30".
std::string zone_text(const std::tm& time) {
  const long minutes = std::labs(time.tm_gmtoff) / 60;
  if (minutes == 0) return "UTC";
  std::string text = time.tm_gmtoff < 0 ? "UTC−" : "UTC+";
  text += std::to_string(minutes / 60);
  if (minutes % 60 == 0) return text;
  return text + (minutes % 60 < 10 ? ":0" : ":") + std::to_string(minutes % 60);
}

std::string both(Language language, TimePoint from, TimePoint to, std::string_view before, std::string_view amid,
                 std::string_view after) {
  const std::tm first = local(from);
  const std::tm last = local(to);
  const bool one_day = first.tm_year == last.tm_year && first.tm_yday == last.tm_yday;
  const bool zh = language == Language::zh;
  std::string text;
  if (one_day) {
    text = day_text(language, first) + (zh ? "" : ", ") + std::string(before) + clock_text(first) + std::string(amid);
    text += clock_text(last);
  } else {
    const std::string gap = zh ? "" : " ";
    text = std::string(before) + day_text(language, first) + gap + clock_text(first) + std::string(amid);
    text += day_text(language, last) + gap + clock_text(last);
  }
  text += after;
  return text + (zh ? "（" + zone_text(last) + "）" : " (" + zone_text(last) + ")");
}

}  // namespace

std::string time_text(Language language, TimePoint time) {
  const std::tm parts = local(time);
  if (language == Language::zh) return day_text(language, parts) + clock_text(parts) + "（" + zone_text(parts) + "）";
  return day_text(language, parts) + ", " + clock_text(parts) + " (" + zone_text(parts) + ")";
}

std::string window_text(Language language, TimePoint from, TimePoint to) {
  if (language == Language::zh) return both(language, from, to, "", " 至 ", " 之间");
  return both(language, from, to, "between ", " and ", "");
}

std::string span_text(Language language, TimePoint from, TimePoint to) {
  if (language == Language::zh) return both(language, from, to, "", " 至 ", "");
  return both(language, from, to, "from ", " to ", "");
}

}  // namespace noticed
