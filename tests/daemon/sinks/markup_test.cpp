#include "daemon/sinks/markup.h"

#include <gtest/gtest.h>

#include "daemon/sinks/writing.h"

namespace noticed {
namespace {

const std::string kMarks = "a_b _c_ *d* [e](f) <g> & `h` #1 ~i~ | \\";

TEST(Markup, MarksThenEscapedInEachChatsWay) {
  EXPECT_EQ(kSlackMarkup.plain(kMarks), "a_b ＿c＿ ∗d∗ [e](f) &lt;g&gt; &amp; ˋhˋ #1 ∼i∼ | \\");
  EXPECT_EQ(kDiscordMarkup.plain(kMarks),
            "a\\_b \\_c\\_ \\*d\\* \\[e\\](f) \\<\u200Bg\\> & \\`h\\` #1 \\~i\\~ \\| \\\\");
  EXPECT_EQ(kMattermostMarkup.plain(kMarks),
            "a\\_b \\_c\\_ \\*d\\* \\[e\\](f) \\<\u200Bg\\> \\& \\`h\\` #1 \\~\u200Bi\\~ \\| \\\\");
  EXPECT_EQ(kTeamsMarkup.plain(kMarks), "a_b \\_c\\_ \\*d\\* \\[e\\](f) <\u200Bg> & \\`h\\` #1 ~i~ | \\\\");
  EXPECT_EQ(kFeishuMarkup.plain(kMarks),
            "a_b &#95;c&#95; &#42;d&#42; &#91;e&#93;(f) &#60;g&#62; &#38; &#96;h&#96; #1 &#126;i&#126; | &#92;");
  EXPECT_EQ(kDingtalkMarkup.plain(kMarks), "a_b ＿c＿ ＊d＊ ［e］(f) ＜g＞ & ｀h｀ #1 ～i～ ｜ ＼");
  EXPECT_EQ(kWecomMarkup.plain(kMarks), kDingtalkMarkup.plain(kMarks));
}

TEST(Markup, WhatMattermostLinksWithoutMarksThenBroken) {
  EXPECT_EQ(kMattermostMarkup.plain("#tag 178#5f ~town :smile: :+1: 03:00 a: b"),
            "#\u200Btag 178#5f \\~\u200Btown :\u200Bsmile: :\u200B+1: 03:00 a: b");
}

TEST(Markup, MentionsAndAddressesThenBroken) {
  EXPECT_EQ(neutral("@all a@b <x> https://c WWW.d wwww.e"),
            "@\u200Ball a@\u200Bb <\u200Bx> https:\u200B//c WWW\u200B.d wwww\u200B.e");
}

TEST(Markup, EntityThenItsAmpersandIsWideWhereNoEscapeIsKnown) {
  EXPECT_EQ(kWecomMarkup.plain("R&D; &lt; &#60; a & b"), "R＆D; ＆lt; ＆#60; a & b");
}

TEST(Markup, StrongTextWithSpacesAroundThenTheyStandOutsideTheMarks) {
  EXPECT_EQ(strong(" a b  ", kDiscordMarkup), " **a b**  ");
  EXPECT_EQ(strong("a", kSlackMarkup), "*a*");
  EXPECT_EQ(strong("  ", kDiscordMarkup), "  ");
  EXPECT_EQ(strong("", kDiscordMarkup), "");
}

TEST(Markup, CodeThenTicksCannotEndIt) {
  EXPECT_EQ(kDiscordMarkup.code("a`b"), "`aˋb`");
  EXPECT_EQ(kSlackMarkup.code("a`<b"), "`aˋ&lt;b`");
  EXPECT_EQ(kWecomMarkup.code("a`<b"), "`aˋ＜b`");
  EXPECT_EQ(kFeishuMarkup.code("a`b"), "“a&#96;b”");
  EXPECT_EQ(kDiscordMarkup.code(""), "");
}

TEST(Markup, LinkThenTheChatsForm) {
  EXPECT_EQ(kSlackMarkup.link("x", "https://a/?b&c"), "<https://a/?b&amp;c|x>");
  EXPECT_EQ(kTeamsMarkup.link("x", "https://a/"), "[x](https://a/)");
}

TEST(LinkTarget, OddCharactersThenEncodedAndOtherSchemesRefused) {
  EXPECT_EQ(link_target("https://a/b?c=d&e=%20#f"), "https://a/b?c=d&e=%20#f");
  EXPECT_EQ(link_target("https://a/(b) é<>|\"`*"), "https://a/%28b%29%20%C3%A9%3C%3E%7C%22%60%2A");
  EXPECT_EQ(link_target("http://a/"), "");
  EXPECT_EQ(link_target("javascript:alert(1)"), "");
}

TEST(AsLine, MarksAtTheBeginningThenBehindNothingVisible) {
  for (const auto* text : {"# a", "> a", "- a", "+ a", "=", "1. a", "12) a", "&gt; a"})
    EXPECT_EQ(as_line(text), std::string("\u200B") + text);
  for (const auto* text : {"a # b", "12 a", "3", "", "**a**"}) EXPECT_EQ(as_line(text), text);
}

}  // namespace
}  // namespace noticed
