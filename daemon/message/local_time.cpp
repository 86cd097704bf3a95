#include "daemon/message/local_time.h"

#include <array>
#include <cstdlib>
#include <string_view>

#include "storage/model/time_zone.h"

namespace noticed {
namespace {

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
  const std::tm first = local_fields(from);
  const std::tm last = local_fields(to);
  const bool zh = language == Language::zh;
  std::string text;
  if (is_same_day(from, to)) {
    text = day_text(language, first) + (zh ? "" : ", ") + std::string(before) + local_clock(from) + std::string(amid);
    text += local_clock(to);
  } else {
    const std::string gap = zh ? "" : " ";
    text = std::string(before) + day_text(language, first) + gap + local_clock(from) + std::string(amid);
    text += day_text(language, last) + gap + local_clock(to);
  }
  text += after;
  return text + (zh ? "（" + zone_text(last) + "）" : " (" + zone_text(last) + ")");
}

}  // namespace

std::string time_text(Language language, TimePoint time) {
  const std::tm parts = local_fields(time);
  if (language == Language::zh) return day_text(language, parts) + local_clock(time) + "（" + zone_text(parts) + "）";
  return day_text(language, parts) + ", " + local_clock(time) + " (" + zone_text(parts) + ")";
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
