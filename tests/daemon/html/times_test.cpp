#include "daemon/html/times.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace noticed {
namespace {

using namespace std::chrono_literals;

TEST(ReportTimes, InTheZoneOfTheProcessThenItsDayAndOffset) {
  setenv("TZ", "Europe/Berlin", 1);
  tzset();
  const TimePoint summer = *parse_rfc3339("2026-07-01T22:30:00Z");
  const TimePoint winter = *parse_rfc3339("2026-12-01T22:30:00Z");
  EXPECT_EQ(local_time(summer), "2026-07-02 00:30:00");
  EXPECT_EQ(local_day(summer), "Thursday 2 July 2026");
  EXPECT_EQ(utc_offset(summer), "UTC+02:00");
  EXPECT_EQ(local_clock(winter), "23:30:00");
  EXPECT_EQ(utc_offset(winter), "UTC+01:00");
}

TEST(ReportTimes, LengthsThenTheTwoLargestUnits) {
  EXPECT_EQ(length_words(999ms), "less than 1 s");
  EXPECT_EQ(length_words(20s), "20 s");
  EXPECT_EQ(length_words(3h + 5s), "3 h 5 s");
  EXPECT_EQ(length_words(76h + 5min + 1s), "3 d 4 h");
}

}  // namespace
}  // namespace noticed
