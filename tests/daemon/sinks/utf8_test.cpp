#include "daemon/sinks/utf8.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(Utf8, BytesOfNoCharacterThenReplaced) {
  EXPECT_EQ(valid_utf8("a\xFF"
                       "b"),
            "a\uFFFDb");
  EXPECT_EQ(valid_utf8("\xC0\x80"), "\uFFFD\uFFFD");
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(valid_utf8("支\xE4\xBB"), "支\uFFFD\uFFFD");
  EXPECT_EQ(valid_utf8("支🔴é"), "支🔴é");
}

TEST(Utf8, UnitsThenTwoBeyondTheFirstPlane) {
  EXPECT_EQ(utf16_units("aé支"), 3U);
  EXPECT_EQ(utf16_units("🔴"), 2U);
}

TEST(Utf8, CutByBytesThenWholeCharactersAndAnEllipsisWithin) {
  EXPECT_EQ(cut_bytes("支付服务", 12), "支付服务");
  EXPECT_EQ(cut_bytes("支付服务", 11), "支付…");
  EXPECT_EQ(cut_bytes("支付服务", 8), "支…");
  EXPECT_EQ(cut_bytes("支付服务", 3), "…");
  EXPECT_EQ(cut_bytes("支付服务", 2), "");
}

TEST(Utf8, CutByUnitsThenWholeCharactersAndAnEllipsisWithin) {
  EXPECT_EQ(cut_units("🔴🔴🔴", 6), "🔴🔴🔴");
  EXPECT_EQ(cut_units("🔴🔴🔴", 5), "🔴🔴…");
  EXPECT_EQ(cut_units("🔴🔴🔴", 4), "🔴…");
}

}  // namespace
}  // namespace noticed
