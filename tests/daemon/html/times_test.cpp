#include "daemon/html/times.h"

#include <gtest/gtest.h>

#include "storage/model/time_zone.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

TEST(ReportTimes, InTheZoneOfTheProcessThenItsDay) {
  use_time_zone("Europe/Berlin");
  EXPECT_EQ(local_day(*parse_rfc3339("2026-07-01T22:30:00Z")), "Thursday 2 July 2026");
}

TEST(ReportTimes, LengthsThenTheTwoLargestUnits) {
  EXPECT_EQ(length_words(999ms), "less than 1 s");
  EXPECT_EQ(length_words(20s), "20 s");
  EXPECT_EQ(length_words(3h + 5s), "3 h 5 s");
  EXPECT_EQ(length_words(76h + 5min + 1s), "3 d 4 h");
}

}  // namespace
}  // namespace noticed
