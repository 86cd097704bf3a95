#include "storage/model/time_zone.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

/// Berlin skips 2:00 to 3:00 on 29 March 2026.
class TimeZoneTest : public testing::Test {
 protected:
  TimeZoneTest() { use_time_zone("Europe/Berlin"); }
  ~TimeZoneTest() override { use_time_zone(""); }
  const TimePoint summer_ = *parse_rfc3339("2026-07-01T22:30:00Z");
  const TimePoint winter_ = *parse_rfc3339("2026-12-01T22:30:00Z");
};

TEST_F(TimeZoneTest, SummerAndWinterThenEachWithItsOffset) {
  EXPECT_EQ(local_text(summer_), "2026-07-02 00:30:00 +02:00");
  EXPECT_EQ(local_text(winter_), "2026-12-01 23:30:00 +01:00");
  EXPECT_EQ(utc_offset(summer_), "UTC+02:00");
  EXPECT_EQ(utc_offset(winter_), "UTC+01:00");
  EXPECT_EQ(local_time(summer_), "2026-07-02 00:30:00");
  EXPECT_EQ(local_clock(winter_), "23:30:00");
  EXPECT_EQ(local_text(summer_, "%A"), "Thursday");
}

TEST_F(TimeZoneTest, FieldsThenBackToTheSameSecond) {
  EXPECT_EQ(from_local(local_fields(summer_)), summer_);
  std::tm carried = local_fields(winter_);
  carried.tm_mday += 31;
  EXPECT_EQ(local_time(from_local(carried)), "2027-01-01 23:30:00");
}

TEST_F(TimeZoneTest, SkippedTimeThenTheOneTheClockIsSetTo) {
  std::tm skipped = local_fields(*parse_rfc3339("2026-03-29T00:30:00Z"));
  skipped.tm_hour = 2;
  EXPECT_EQ(local_time(from_local(skipped)), "2026-03-29 03:30:00");
}

TEST_F(TimeZoneTest, MidnightOfTheZoneThenAnotherDay) {
  EXPECT_TRUE(is_same_day(summer_, summer_ - std::chrono::minutes{30}));
  EXPECT_FALSE(is_same_day(summer_, summer_ - std::chrono::minutes{31}));
  EXPECT_FALSE(is_same_day(summer_, summer_ + std::chrono::years{1}));
}

TEST_F(TimeZoneTest, NoZoneThenTheOneAtTheStart) {
  use_time_zone("Asia/Shanghai");
  EXPECT_EQ(utc_offset(winter_), "UTC+08:00");
  use_time_zone("");
  const std::string at_start = utc_offset(winter_);
  use_time_zone("Asia/Shanghai");
  use_time_zone("");
  EXPECT_EQ(utc_offset(winter_), at_start);
}

}  // namespace
}  // namespace noticed
