#include "daemon/config/report_time.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(ReportTime, TimeAloneThenEveryDay) {
  EXPECT_EQ(parse_report_time("09:05"), (ReportTime{{}, 545}));
  EXPECT_EQ(parse_report_time("00:00"), (ReportTime{{}, 0}));
  EXPECT_EQ(parse_report_time("23:59"), (ReportTime{{}, 1'439}));
}

TEST(ReportTime, WeekdayBeforeItThenOnceAWeek) {
  EXPECT_EQ(parse_report_time("sun 09:00"), (ReportTime{0U, 540}));
  EXPECT_EQ(parse_report_time("mon 09:00"), (ReportTime{1U, 540}));
  EXPECT_EQ(parse_report_time("sat 09:00"), (ReportTime{6U, 540}));
}

TEST(ReportTime, AnythingElseThenNothing) {
  for (const auto* text : {"", "9:00", "09.00", "24:00", "09:60", "monday 09:00", "Mon 09:00", "mon  09:00", "mon",
                           " 09:00", "09:00 ", "+9:00", "mon tue 09:00"})
    EXPECT_FALSE(parse_report_time(text)) << text;
}

}  // namespace
}  // namespace noticed
