#include "codearts/time_text.h"

#include <array>
#include <charconv>

namespace codearts {
namespace {

using std::chrono::floor;

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// A moment taken apart.
struct Parts {
  explicit Parts(Instant when)
      : day(floor<std::chrono::days>(when)), date(day), time(floor<std::chrono::milliseconds>(when - day)) {}
  std::chrono::sys_days day;
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> time;
};

std::string padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

std::string year_of(const Parts& parts) { return padded(static_cast<int>(parts.date.year()), 4); }

std::string day_of(const Parts& parts) { return padded(static_cast<unsigned>(parts.date.day()), 2); }

std::string clock_of(const Parts& parts) {
  return padded(parts.time.hours().count(), 2)
      .append(":")
      .append(padded(parts.time.minutes().count(), 2))
      .append(":")
      .append(padded(parts.time.seconds().count(), 2));
}

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t length) {
  int number = 0;
  const char* const end = text.data() + at + length;
  const auto read = std::from_chars(text.data() + at, end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string http_date(Instant when) {
  const Parts parts(when);
  std::string text(kDays[std::chrono::weekday(parts.day).c_encoding()]);
  text.append(", ").append(day_of(parts)).append(" ");
  text.append(kMonths[static_cast<unsigned>(parts.date.month()) - 1]).append(" ");
  return text.append(year_of(parts)).append(" ").append(clock_of(parts)).append(" GMT");
}

std::string iso_time(Instant when) {
  const Parts parts(when);
  std::string text = year_of(parts);
  text.append("-").append(padded(static_cast<unsigned>(parts.date.month()), 2)).append("-").append(day_of(parts));
  text.append("T").append(clock_of(parts)).append(".");
  return text.append(padded(parts.time.subseconds().count(), 3)).append("000Z");
}

std::optional<Instant> sdk_time(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto year = number_at(text, 0, 4);
  const auto month = number_at(text, 4, 2);
  const auto day = number_at(text, 6, 2);
  const auto hour = number_at(text, 9, 2);
  const auto minute = number_at(text, 11, 2);
  const auto second = number_at(text, 13, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return Instant(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace codearts
