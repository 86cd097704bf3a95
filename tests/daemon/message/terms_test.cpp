#include "storage/model/wording/terms.h"

#include <gtest/gtest.h>

#include "storage/model/wording/words.h"

namespace noticed {
namespace {

const Destinations kNone;
const Destinations kDeclared{{"https://open.feishu.cn/#aaaaaaaaaaaaaaaa", "sre-oncall"}};
const std::string kUnknown = "https://open.feishu.cn/#1f2e3d4c5b6a7988";

std::string en(std::string_view attribute, const Value& value, const Destinations& destinations = kNone) {
  return value_text(Language::en, attribute, value, destinations);
}
std::string zh(std::string_view attribute, const Value& value, const Destinations& destinations = kNone) {
  return value_text(Language::zh, attribute, value, destinations);
}

TEST(ValueText, SwitchThenOnOrOff) {
  EXPECT_EQ(en("enabled", true), "on");
  EXPECT_EQ(en("recipients.roles_enabled", false), "off");
  EXPECT_EQ(en("webhook.has_token", true), "yes");
  EXPECT_EQ(zh("webhook.subscribed", false), "关");
  EXPECT_EQ(zh("switch.available", false), "否");
}

TEST(ValueText, NothingThenNotSet) {
  EXPECT_EQ(value_text(Language::en, "enabled", {}, kNone), "not set");
  EXPECT_EQ(value_text(Language::zh, "enabled", {}, kNone), "未设置");
}

TEST(ValueText, WebhookAddressThenItsNameOrItsHost) {
  EXPECT_EQ(en("webhook.url", "https://open.feishu.cn/#aaaaaaaaaaaaaaaa", kDeclared), "sre-oncall");
  EXPECT_EQ(en("webhook.url", kUnknown, kDeclared), "an undeclared address at open.feishu.cn (#1f2e3d4c)");
  EXPECT_EQ(en("webhook.url", kUnknown), "an address at open.feishu.cn (#1f2e3d4c)");
  EXPECT_EQ(zh("webhook.url", kUnknown, kDeclared), "未登记的地址 open.feishu.cn（#1f2e3d4c）");
}

TEST(ValueText, AddressInAnotherSettingThenNoAlarm) {
  EXPECT_EQ(en("x.link", kUnknown, kDeclared), "an address at open.feishu.cn (#1f2e3d4c)");
}

TEST(ValueText, MaskedSecretThenOnlyItsFingerprintsBeginning) {
  EXPECT_EQ(en("webhook.secret", "secret#1f2e3d4c5b6a7988"), "secret (#1f2e3d4c)");
  EXPECT_EQ(en("config", "phone#1f2e3d4c5b6a7988"), "a phone number (#1f2e3d4c)");
  EXPECT_EQ(en("config", "178****1234#1f2e3d4c5b6a7988"), "178****1234");
  EXPECT_EQ(en("config", "a***@example.com#1f2e3d4c5b6a7988"), "a***@example.com");
  EXPECT_EQ(en("config", "issue#1f2e"), "issue#1f2e");  // not masked
}

TEST(ValueText, SourceThenWhoDecides) {
  EXPECT_EQ(en("switch.source", "product"), "the project's settings");
  EXPECT_EQ(en("source", "repo"), "its own settings");
  EXPECT_EQ(en("config", "repo"), "repo");
}

TEST(ValueText, EmptyListThenNone) {
  EXPECT_EQ(en("recipients.roles", List{}), "none");
  EXPECT_EQ(zh("recipients.roles", List{}), "无");
}

TEST(ValueText, NumbersThenAsTheyAre) {
  EXPECT_EQ(en("threshold.repo_usage_percent", std::int64_t{60}), "60");
  EXPECT_EQ(en("x.share", 0.5), "0.5");
}

TEST(ListDifference, ListsThenWhatCameAndWhatLeft) {
  const auto difference = [](const std::optional<Value>& before, const std::optional<Value>& after) {
    return list_difference(Language::en, before, after, kNone);
  };
  EXPECT_EQ(difference(List{"dev", "lead"}, List{"lead", "sre"}), "+sre, −dev");
  EXPECT_EQ(difference({}, List{"dev"}), "+dev");
  EXPECT_EQ(difference(List{"dev"}, {}), "−dev");
  EXPECT_EQ(difference(Value{true}, List{"dev"}), std::nullopt);
  EXPECT_EQ(difference(Value{true}, Value{false}), std::nullopt);
}

TEST(Place, PathThenPlainWords) {
  EXPECT_EQ(place_name(Language::en, {"email", "buildJobFail", "enabled"}), "email for \"build failed\"");
  EXPECT_EQ(place_name(Language::zh, {"email", "buildJobFail", "enabled"}), "“构建失败”的邮件通知");
  EXPECT_EQ(place_name(Language::en, {"*", "codeGateFailed", "x"}), "notifications for \"quality gate failed\"");
  EXPECT_EQ(place_name(Language::zh, {"*", "codeGateFailed", "x"}), "“质量门禁未通过”的通知");
  EXPECT_EQ(place_name(Language::en, {"feishu", "*", "x"}), "Feishu");
  EXPECT_EQ(place_name(Language::en, {"pager", "newEvent", "x"}), "pager for \"newEvent\"");
}

TEST(Say, ValuesThenInTheOrderOfTheLanguage) {
  constexpr Sentence kSentence{"{0} of {1}", "{1}中的 {0} 个"};
  EXPECT_EQ(say(Language::en, kSentence, {"2", "5 pipelines"}), "2 of 5 pipelines");
  EXPECT_EQ(say(Language::zh, kSentence, {"2", "5 条流水线"}), "5 条流水线中的 2 个");
}

TEST(Say, MarksInValuesThenKept) { EXPECT_EQ(say(Language::en, {"{0}{1}", ""}, {"{1}{", "x"}), "{1}{x"); }

TEST(Say, ValueMissingThenLeftOut) { EXPECT_EQ(say(Language::en, {"a{0}b{1}c", ""}, {"-"}), "a-bc"); }

TEST(Count, ServiceThenItsPlural) {
  EXPECT_EQ(count_of(Language::en, 1, "repo"), "1 repository");
  EXPECT_EQ(count_of(Language::en, 2, "repo"), "2 repositories");
  EXPECT_EQ(count_of(Language::en, 2, "other"), "2 resources");
  EXPECT_EQ(count_of(Language::zh, 2, "pipeline"), "2 条流水线");
  EXPECT_EQ(nouns_of(Language::en, "repo"), "repositories");
  EXPECT_EQ(nouns_of(Language::zh, "repo"), "代码仓");
}

TEST(Joined, MoreThanMostThenTheRestIsCounted) {
  EXPECT_EQ(joined(Language::en, {"a", "b", "c"}, 2), "a, b and 1 more");
  EXPECT_EQ(joined(Language::zh, {"a", "b"}, 2), "a、b");
}

TEST(Words, EveryFailureThenAnEventToo) {
  for (const std::string_view id : {"buildJobFail", "pipelineRun.failed", "codeGateFailed"}) {
    ASSERT_NE(failure_word(id), nullptr) << id;
    EXPECT_NE(event_word(id), nullptr) << id;
  }
  EXPECT_EQ(event_word("new"), nullptr);
}

}  // namespace
}  // namespace noticed
