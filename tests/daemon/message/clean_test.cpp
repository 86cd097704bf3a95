#include "daemon/message/clean.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

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

TEST(Clean, MessageThenEveryTextOfIt) {
  const Line dirty{{"a\n", Style::plain, "javascript:x"}};
  const Line good{{"a ", Style::plain, ""}};
  MessageContent message{Severity::info,
                         "a\n",
                         {dirty},
                         {{Severity::info, "a\n", {{"a\n", {dirty}}}, {{1, "a\n", "http://x"}}, dirty}},
                         dirty};
  clean(message);
  EXPECT_EQ(
      message,
      (MessageContent{
          Severity::info, "a ", {good}, {{Severity::info, "a ", {{"a ", {good}}}, {{1, "a ", ""}}, good}}, good}));
}

TEST(Clean, SecureAddressThenKept) {
  MessageContent message{Severity::info, "", {{{"a", Style::plain, "https://x/y"}}}, {}, {}};
  clean(message);
  EXPECT_EQ(message.notes[0][0].url, "https://x/y");
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
