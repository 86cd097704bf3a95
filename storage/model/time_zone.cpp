#include "storage/model/time_zone.h"

#include <array>
#include <cstdlib>

namespace noticed {
namespace {

std::string zone_at_start() {
  const char* named = std::getenv("TZ");
  return named == nullptr ? ":/etc/localtime" : named;
}

/// "+08:00".
std::string offset(TimePoint time) { return local_text(time, "%z").insert(3, ":"); }

}  // namespace

void use_time_zone(const std::string& zone) {
  static const std::string kAtStart = zone_at_start();
  // Set, never unset: the C library then only replaces the value and keeps the old one, so that a thread that reads the
  // environment meanwhile (the resolver's) is safe.
  ::setenv("TZ", zone.empty() ? kAtStart.c_str() : zone.c_str(), 1);
  ::tzset();
}

std::tm local_fields(TimePoint time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm fields{};
  ::localtime_r(&seconds, &fields);
  return fields;
}

TimePoint from_local(std::tm fields) {
  fields.tm_isdst = -1;
  return TimePoint{std::chrono::seconds{std::mktime(&fields)}};
}

bool is_same_day(TimePoint a, TimePoint b) {
  const std::tm first = local_fields(a);
  const std::tm second = local_fields(b);
  return first.tm_year == second.tm_year && first.tm_yday == second.tm_yday;
}

std::string local_text(TimePoint time, const char* pattern) {
  const std::tm fields = local_fields(time);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), pattern, &fields)};
}

std::string local_text(TimePoint time) { return local_time(time) + " " + offset(time); }
std::string local_time(TimePoint time) { return local_text(time, "%Y-%m-%d %H:%M:%S"); }
std::string local_clock(TimePoint time) { return local_text(time, "%H:%M:%S"); }
std::string utc_offset(TimePoint time) { return "UTC" + offset(time); }

}  // namespace noticed
