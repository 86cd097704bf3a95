#include "daemon/message/local_time.h"

#include "daemon/message/message_fixture.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

class LocalTime : public MessageTest {
 protected:
  const TimePoint from_ = at("2026-11-20T18:55:09.999Z");
  const TimePoint to_ = at("2026-11-20T19:00:09.123Z");
};

TEST_F(LocalTime, OneDayThenNamedOnce) {
  EXPECT_EQ(window_text(Language::en, from_, to_), "Sat 21 Nov, between 02:55:09 and 03:00:09 (UTC+8)");
  EXPECT_EQ(window_text(Language::zh, from_, to_), "11月21日（周六）02:55:09 至 03:00:09 之间（UTC+8）");
  EXPECT_EQ(span_text(Language::en, from_, to_), "Sat 21 Nov, from 02:55:09 to 03:00:09 (UTC+8)");
}

TEST_F(LocalTime, TwoDaysThenBothNamed) {
  const TimePoint before = at("2026-11-20T15:59:59.000Z");
  EXPECT_EQ(window_text(Language::en, before, to_), "between Fri 20 Nov 23:59:59 and Sat 21 Nov 03:00:09 (UTC+8)");
  EXPECT_EQ(window_text(Language::zh, before, to_),
            "11月20日（周五）23:59:59 至 11月21日（周六）03:00:09 之间（UTC+8）");
}

TEST_F(LocalTime, SameDayOfAnotherYearThenBothNamed) {
  const TimePoint before = at("2025-11-20T19:00:09.000Z");
  EXPECT_EQ(span_text(Language::en, before, to_), "from Fri 21 Nov 03:00:09 to Sat 21 Nov 03:00:09 (UTC+8)");
}

TEST_F(LocalTime, OneTimeThenDayClockAndZone) {
  EXPECT_EQ(time_text(Language::en, to_), "Sat 21 Nov, 03:00:09 (UTC+8)");
  EXPECT_EQ(time_text(Language::zh, to_), "11月21日（周六）03:00:09（UTC+8）");
}

TEST_F(LocalTime, OtherZonesThenTheirOffset) {
  use_time_zone("Asia/Kolkata");
  EXPECT_EQ(time_text(Language::en, to_), "Sat 21 Nov, 00:30:09 (UTC+5:30)");
  use_time_zone("America/St_Johns");
  EXPECT_EQ(time_text(Language::en, to_), "Fri 20 Nov, 15:30:09 (UTC−3:30)");
  use_time_zone("UTC");
  EXPECT_EQ(time_text(Language::en, to_), "Fri 20 Nov, 19:00:09 (UTC)");
}

}  // namespace
}  // namespace noticed
