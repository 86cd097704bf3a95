// Kept answers read by a newer version: masked values stay, everything else equals the cloud's next answer.
#include <gtest/gtest.h>

#include <sstream>

#include "pollers/mask.h"
#include "samples.h"

namespace noticed::tests {
namespace {

using nlohmann::json;

json restored(const json& kept) { return redactor().restored(kept).json(); }
json redacted(const json& answer) { return redactor().redact(answer).json(); }

/// Answers, each with the form that version 1 of the pollers kept.
std::vector<json> kept_by_version_1() {
  std::istringstream lines(
      read_file(std::filesystem::path(NOTICED_FIXTURES).parent_path() / "vectors" / "kept_by_version_1.jsonl"));
  std::vector<json> all;
  for (std::string line; std::getline(lines, line);) all.push_back(json::parse(line));
  return all;
}

TEST(Kept, AnswerOfVersion1ThenWhatTheCloudsAnswerBecomes) {
  const auto all = kept_by_version_1();
  EXPECT_GT(all.size(), 20U);
  for (const json& one : all) EXPECT_EQ(restored(one.at("kept")), redacted(one.at("answer"))) << one.dump();
}

TEST(Kept, AnswerOfThisVersionThenAsItIs) {
  for (const json& one : kept_by_version_1())
    EXPECT_EQ(restored(redacted(one.at("answer"))), redacted(one.at("answer"))) << one.dump();
}

TEST(Kept, EveryMaskThenAsItIs) {
  const std::vector<std::string> masks{redactor().mask(MaskKind::text, "x"),
                                       redactor().mask(MaskKind::secret, "x"),
                                       redactor().mask(MaskKind::url, "https://[::1]:80/x"),
                                       redactor().mask(MaskKind::url, "x"),
                                       redactor().mask(MaskKind::phone, "17812341234"),
                                       redactor().mask(MaskKind::phone, "5"),
                                       redactor().mask(MaskKind::email, "张三@例子.cn"),
                                       redactor().mask(MaskKind::email, "x"),
                                       "forgotten#12"};
  for (const std::string& mask : masks) {
    EXPECT_TRUE(is_mask(mask)) << mask;
    const json kept{{"pwd", mask}, {"robots", {{{"a", mask}}}}, {"name", mask}, {"secret_info", mask}, {"url", mask}};
    EXPECT_EQ(restored(kept), kept) << mask;
  }
}

TEST(Kept, NearlyAMaskThenMasked) {
  for (const char* value :
       {"text#0123456789ABCDEF", "text#0123456789abcde", "text#0123456789abcdef0", "Text#0123456789abcdef",
        "a text#0123456789abcdef", "178***1234#0123456789abcdef", "17****1234#0123456789abcdef",
        "https://h/x#0123456789abcdef", "HTTPS://h/#0123456789abcdef", "forgotten#", "#0123456789abcdef"}) {
    EXPECT_FALSE(is_mask(value)) << value;
    EXPECT_NE(restored(json{{"pwd", value}})["pwd"], value) << value;
  }
}

TEST(Kept, PersonalDataMaskedWithinATextThenTheWholeIsFingerprintedAlike) {
  const std::string phone = redactor().mask(MaskKind::phone, "17812341234");
  EXPECT_EQ(restored(json{{"note", "call " + phone}}), redacted(json{{"note", "call 17812341234"}}));
  EXPECT_EQ(restored(json{{"note", "call " + phone}})["note"], "text#" + fp(MaskKind::text, "call " + phone));
  EXPECT_EQ(restored(json{{"name", "call " + phone}})["name"], "call " + phone);
}

TEST(Kept, HarmlessTextInAListOfObjectsThenFoundBehindItsFingerprint) {
  for (const char* value : {"true", "Off", "DING_TALK", "ding_talk", "0", "90", "9999"})
    EXPECT_EQ(restored(json{{"l", {{{"a", "text#" + fp(MaskKind::text, value)}}}}}), (json{{"l", {{{"a", value}}}}}));
  const json unknown{{"l", {{{"a", "text#" + fp(MaskKind::text, "10000")}}}}};
  EXPECT_EQ(restored(unknown), unknown);
}

TEST(Kept, WhatLooksLikeAMaskInTheCloudsAnswerThenNoneAfterAllThatFollows) {
  const std::string dressed = "text#0123456789abcdef";
  const json fresh = redacted(json{{"pwd", dressed}});
  EXPECT_EQ(fresh["pwd"], "text#" + fp(MaskKind::text, dressed));
  EXPECT_EQ(restored(fresh), fresh);
}

}  // namespace
}  // namespace noticed::tests
