#include "daemon/config/rate.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(Rate, BySecondOrMinuteThenBySecond) {
  EXPECT_EQ(parse_rate("5/s"), 5.0);
  EXPECT_EQ(parse_rate("0.5/s"), 0.5);
  EXPECT_EQ(parse_rate("90/m"), 1.5);
  EXPECT_EQ(parse_rate("100000/s"), 100'000.0);
}

TEST(Rate, AnythingElseThenNothing) {
  for (const auto* text : {"",      "5",     "/s",    "5/h",  "5 /s", " 5/s",    "-5/s", "+5/s", "0/s",      "0.0/m",
                           "1e3/s", "inf/s", "nan/s", ".5/s", "5./s", "1.2.3/s", "5/s ", "5s",   "100001/s", "0x5/s"})
    EXPECT_FALSE(parse_rate(text).has_value()) << text;
}

TEST(Rate, TextThenBySecondOrWholeByMinute) {
  EXPECT_EQ(rate_text(5), "5/s");
  EXPECT_EQ(rate_text(2.5), "2.5/s");
  EXPECT_EQ(rate_text(0.5), "30/m");
  EXPECT_EQ(rate_text(50.0 / 60), "50/m");
  EXPECT_EQ(rate_text(0.123), "0.123/s");
  EXPECT_EQ(rate_text(100'000), "100000/s");
}

TEST(Rate, RoughTextThenThreeDigits) {
  EXPECT_EQ(rough_rate_text(2.00333), "2/s");
  EXPECT_EQ(rough_rate_text(6.3611), "6.36/s");
  EXPECT_EQ(rough_rate_text(0.0033333), "0.00333/s");
  EXPECT_EQ(rough_rate_text(20'000), "20000/s");
}

}  // namespace
}  // namespace noticed
