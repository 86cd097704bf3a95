#include "storage/model/unicode.h"

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

TEST(Utf8, FirstCharacterThenItsBytesAndItsCode) {
  EXPECT_EQ(first_character("支x").bytes, "支");
  EXPECT_EQ(first_character("支x").code, U'支');
  EXPECT_EQ(first_character("\xE4\xBB").bytes, "\xE4");
  EXPECT_EQ(first_character("\xE4\xBB").code, std::nullopt);
  EXPECT_EQ(to_utf8(U'支'), "支");
}

TEST(Utf8, FirstBytesThenWholeCharacters) {
  EXPECT_EQ(first_bytes("支付", 6), "支付");
  EXPECT_EQ(first_bytes("支付", 5), "支");
  EXPECT_EQ(first_bytes("支付", 2), "");
}

TEST(Clean, PlainTextOfAnyLanguageThenAsItIs) {
  EXPECT_EQ(clean("payments-api 构建失败 é 😀"), "payments-api 构建失败 é 😀");
}

TEST(Clean, ControlsAndLineBreaksThenSpaces) {
  EXPECT_EQ(clean(std::string_view("a\nb\r\tc\0d\x7f", 9)), "a b  c d ");
  EXPECT_EQ(clean("a\xC2\x85"
                  "b\xE2\x80\xA8"
                  "c\xE2\x80\xA9"
                  "d"),
            "a b c d");  // next line, separators
}

TEST(Clean, CharactersThatTurnTheLineAroundThenRemoved) {
  EXPECT_EQ(clean("a\u202Eb\u2066c\u2069d\u200Fe\u061Cf"), "abcdef");
}

TEST(Clean, CharactersWithoutWidthThenRemoved) {
  EXPECT_EQ(clean("a\u200Bb\u2060c\uFEFFd\u00ADe\U000E0041f"), "abcdef");
}

TEST(Clean, NoUtf8ThenTheReplacementCharacter) {
  EXPECT_EQ(clean("a\xFF"
                  "b"),
            "a\uFFFDb");
  EXPECT_EQ(clean("\xE6\x9E"), "\uFFFD\uFFFD");            // cut short
  EXPECT_EQ(clean("\xC0\xAF"), "\uFFFD\uFFFD");            // overlong '/'
  EXPECT_EQ(clean("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(clean("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(Shorten, LongTextThenItsMiddleIsLeftOut) {
  EXPECT_EQ(shorten("构建失败了", 5), "构建失败了");
  EXPECT_EQ(shorten("构建失败了吗", 5), "构建…了吗");
  EXPECT_EQ(shorten("abcdef", 4), "ab…f");
}

TEST(FirstOf, CharactersOfSeveralBytesThenWholeOnes) {
  EXPECT_EQ(first_of("构建x", 0), "");
  EXPECT_EQ(first_of("构建x", 2), "构建");
  EXPECT_EQ(first_of("构建x", 9), "构建x");
  EXPECT_EQ(length_of("构建x"), 3U);
}

}  // namespace
}  // namespace noticed
