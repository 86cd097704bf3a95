#include "daemon/cli/time_argument.h"

#include <gtest/gtest.h>

#include "daemon/cli/cli.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

/// Parses in the given time zone; the current time is 2026-11-21T14:05:09.123Z.
class When : public testing::Test {
 protected:
  void TearDown() override { use_time_zone(""); }
  std::string in(const std::string& zone, const std::string& text) const {
    use_time_zone(zone);
    try {
      const auto time = parse_when(text, now_);
      return time ? to_text(*time) : "nothing";
    } catch (const CommandError& error) {
      return std::to_string(error.status()) + " " + error.what();
    }
  }
  const TimePoint now_ = *parse_rfc3339("2026-11-21T14:05:09.123Z");
};

TEST_F(When, NoTextThenNothing) { EXPECT_EQ(in("UTC", ""), "nothing"); }

TEST_F(When, Rfc3339ThenThatTimeInAnyZone) {
  EXPECT_EQ(in("Asia/Shanghai", "2026-11-21T14:05:09Z"), "2026-11-21T14:05:09.000Z");
  EXPECT_EQ(in("Asia/Shanghai", "2026-11-21T14:05:09.5+02:00"), "2026-11-21T12:05:09.500Z");
}

TEST_F(When, DayThenItsMidnightInTheZone) {
  EXPECT_EQ(in("UTC", "2026-11-21"), "2026-11-21T00:00:00.000Z");
  EXPECT_EQ(in("Asia/Shanghai", "2026-11-21"), "2026-11-20T16:00:00.000Z");
  EXPECT_EQ(in("Europe/Berlin", "2026-07-01"), "2026-06-30T22:00:00.000Z");
}

TEST_F(When, ClockTimeThenTodayInTheZone) {
  EXPECT_EQ(in("UTC", "14:05"), "2026-11-21T14:05:00.000Z");
  EXPECT_EQ(in("Asia/Shanghai", "09:30"), "2026-11-21T01:30:00.000Z");
  EXPECT_EQ(in("Pacific/Auckland", "00:00"), "2026-11-21T11:00:00.000Z");  // there it is the 22nd
}

TEST_F(When, AgoThenThatLongBeforeNow) {
  EXPECT_EQ(in("UTC", "2h ago"), "2026-11-21T12:05:09.123Z");
  EXPECT_EQ(in("UTC", "3d ago"), "2026-11-18T14:05:09.123Z");
  EXPECT_EQ(in("UTC", "250ms ago"), "2026-11-21T14:05:08.873Z");
}

TEST_F(When, AnythingElseThenUsageErrorWithExamples) {
  for (const std::string text : {"yesterday", "25:00", "14:60", "2026-13-01", "2026-11-00", "2026-11-21 14:05", "ago",
                                 "2h", "-2h ago", "14:05x"})
    EXPECT_EQ(in("UTC", text),
              "64 \"" + text + "\" is not a time; write 2026-11-21T14:05:09Z, 2026-11-21, 14:05 or \"2h ago\"");
}

TEST_F(When, DayThatIsInNoMonthThenUsageError) {
  for (const std::string text : {"2026-02-30", "2026-11-31"})
    EXPECT_EQ(in("UTC", text),
              "64 \"" + text + "\" is not a time; write 2026-11-21T14:05:09Z, 2026-11-21, 14:05 or \"2h ago\"");
}

TEST_F(When, AgeThenTwoUnits) {
  using namespace std::chrono_literals;
  EXPECT_EQ(age_text(now_ - 5min - 10s, now_), "5m 10s");
  EXPECT_EQ(age_text(now_ - 900ms, now_), "0s");
  EXPECT_EQ(age_text(now_ + 1h, now_), "0s");
}

}  // namespace
}  // namespace noticed
