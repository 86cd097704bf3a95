#include "daemon/cli/output.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

using nlohmann::ordered_json;

std::string printed(const Printout& listing, Form form) {
  testing::internal::CaptureStdout();
  listing.print(form);
  return testing::internal::GetCapturedStdout();
}

std::string csv_of(const std::string& value) {
  Printout listing({"A"});
  listing.add({{value}}, {{"a", value}});
  return printed(listing, Form::csv);
}

TEST(Csv, PlainValuesThenUnquotedUnderTheRecordsNames) {
  Printout listing({"NAME", "POLLS"});
  listing.add({{"api"}, {"3"}}, ordered_json{{"name", "api"}, {"polls", 3}, {"ok", true}, {"error", nullptr}});
  EXPECT_EQ(printed(listing, Form::csv), "name,polls,ok,error\napi,3,true,\n");
}

TEST(Csv, SpecialCharactersThenQuoted) {
  EXPECT_EQ(csv_of("a,b"), "a\n\"a,b\"\n");
  EXPECT_EQ(csv_of("say \"hi\""), "a\n\"say \"\"hi\"\"\"\n");
  EXPECT_EQ(csv_of("two\nlines"), "a\n\"two\nlines\"\n");
  EXPECT_EQ(csv_of("old\rmac"), "a\n\"old\rmac\"\n");
  EXPECT_EQ(csv_of(" spaces "), "a\n spaces \n");
}

TEST(Csv, NestedValueThenQuotedJson) {
  Printout listing({"L"});
  listing.add({{""}}, ordered_json{{"labels", ordered_json{{"team", "pay"}}}});
  EXPECT_EQ(printed(listing, Form::csv), "labels\n\"{\"\"team\"\":\"\"pay\"\"}\"\n");
}

TEST(Csv, NothingThenNoLine) { EXPECT_EQ(printed(Printout({"A"}), Form::csv), ""); }

TEST(Json, RowsThenOneObjectALineInTheOrderOfMembers) {
  Printout listing({"A"});
  listing.add({{"x"}}, ordered_json{{"z", 1}, {"a", "x\ny"}});
  listing.add({{"y"}}, ordered_json{{"z", 2}, {"a", nullptr}});
  EXPECT_EQ(printed(listing, Form::json), "{\"z\":1,\"a\":\"x\\ny\"}\n{\"z\":2,\"a\":null}\n");
}

TEST(Table, RowsThenAlignedWithoutSpaceAtTheEnd) {
  Printout listing({"NAME", "STATE", "AGE"});
  listing.add({{"payments-api"}, {"ok"}, {"5s"}}, {});
  listing.add({{"x"}, {"failing"}, {"10m"}}, {});
  EXPECT_EQ(printed(listing, Form::table),
            "NAME          STATE    AGE\n"
            "payments-api  ok       5s\n"
            "x             failing  10m\n");
}

TEST(Table, WideCharactersThenStillAligned) {
  Printout listing({"NAME", "AGE"});
  listing.add({{"支付"}, {"1s"}}, {});
  listing.add({{"abcd"}, {"2s"}}, {});
  listing.add({{"é"}, {"3s"}}, {});
  EXPECT_EQ(printed(listing, Form::table), "NAME  AGE\n支付  1s\nabcd  2s\né     3s\n");
}

TEST(Table, FullWidthPunctuationThenStillAligned) {
  Printout listing({"NAME", "AGE"});
  listing.add({{"支付：（新）"}, {"1s"}}, {});
  listing.add({{"abcdefghijkl"}, {"2s"}}, {});
  EXPECT_EQ(printed(listing, Form::table), "NAME          AGE\n支付：（新）  1s\nabcdefghijkl  2s\n");
}

TEST(Table, ControlCharactersThenCannotReachTheTerminal) {
  Printout listing({"NAME"});
  listing.add({{"a\x1b[2Jb\n\x7f"}}, {});
  EXPECT_EQ(printed(listing, Form::table), "NAME\na?[2Jb??\n");
}

TEST(Printable, ControlCharactersThenQuestionMarks) {
  EXPECT_EQ(printable("a\tb\r\n\x01\x7f"), "a?b????");
  EXPECT_EQ(printable("支付 é ~"), "支付 é ~");
}

TEST(Printable, ControlCharactersOfTwoBytesThenQuestionMarks) {
  EXPECT_EQ(printable("a\xc2\x9b"
                      "2Jb\xc2\x80\xc2\xa0"),
            "a?2Jb?\xc2\xa0");
}

TEST(Paint, NoTerminalThenNoColour) {
  EXPECT_FALSE(colours());
  EXPECT_EQ(paint("x", Tone::bad), "x");
}

}  // namespace
}  // namespace noticed
