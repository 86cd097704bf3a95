#include "daemon/config/duration.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

using namespace std::chrono_literals;

TEST(Duration, EveryUnitThenMilliseconds) {
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("10s"), 10s);
  EXPECT_EQ(parse_duration("5m"), 5min);
  EXPECT_EQ(parse_duration("2h"), 2h);
  EXPECT_EQ(parse_duration("3d"), 72h);
  EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(Duration, AnythingElseThenNothing) {
  for (const auto* text :
       {"", "5", "s", "m5", "-5m", "+5m", " 5m", "5m ", "5 m", "5M", "1.5h", "5min", "1h30m", "0x5s", "5w"})
    EXPECT_FALSE(parse_duration(text).has_value()) << text;
}

TEST(Duration, LongerThanTenYearsThenNothing) {
  EXPECT_EQ(parse_duration("3660d"), 3660 * 24h);
  EXPECT_FALSE(parse_duration("3661d").has_value());
  EXPECT_FALSE(parse_duration("9223372036854775807d").has_value());
  EXPECT_FALSE(parse_duration("99999999999999999999s").has_value());
}

TEST(Duration, TextThenTheTwoLargestUnits) {
  EXPECT_EQ(to_text(std::chrono::milliseconds{76h + 5min + 10s}), "3d 4h");
  EXPECT_EQ(to_text(std::chrono::milliseconds{5min + 10s}), "5m 10s");
  EXPECT_EQ(to_text(std::chrono::milliseconds{12s}), "12s");
  EXPECT_EQ(to_text(std::chrono::milliseconds{1h + 5s}), "1h 5s");
}

TEST(Duration, TextOfMillisecondsThenOnlyAlone) {
  EXPECT_EQ(to_text(250ms), "250ms");
  EXPECT_EQ(to_text(1250ms), "1s");
  EXPECT_EQ(to_text(0ms), "0s");
}

TEST(Duration, WordsThenTheSameForSentences) {
  EXPECT_EQ(to_words(std::chrono::milliseconds{76h + 5min + 10s}), "3 d 4 h");
  EXPECT_EQ(to_words(42min), "42 min");
  EXPECT_EQ(to_words(200s), "3 min 20 s");
  EXPECT_EQ(to_words(250ms), "250 ms");
  EXPECT_EQ(to_words(0ms), "0 s");
}

}  // namespace
}  // namespace noticed
