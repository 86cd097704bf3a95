// [[sink]]: the chats, and the keys that only they have.
#include "config_fixture.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

// Ten valid lines; what a test appends begins at line 11.
std::string chat(const std::string& type) {
  return kAccount + kResource + "[[sink]]\ntype = \"" + type + "\"\nurl_file = \"url\"\n";
}

TEST_F(ConfigTest, SinkOfAnUnknownOrNoTypeThenFault) {
  const std::string known = "choose one of: feishu, dingtalk, wecom, slack, mattermost, teams, discord, webhook";
  EXPECT_EQ(faults(chat("pager")), Faults{"noticed.toml:9:8: [[sink]] type: \"pager\" is unknown; " + known});
  EXPECT_EQ(faults(kAccount + kResource + "[[sink]]\nurl_file = \"url\"\n"),
            Faults{"noticed.toml:8:1: [[sink]]: type is missing; " + known});
}

TEST_F(ConfigTest, EachTypeOfSinkThenGood) {
  for (const auto* type : {"webhook", "slack", "mattermost", "dingtalk", "feishu", "wecom", "teams", "discord"})
    EXPECT_EQ(faults(chat(type)), Faults{}) << type;
}

TEST_F(ConfigTest, ChatGivenInFullThenTaken) {
  const auto [config, faults] = read(
      chat("feishu") +
      "secret_file = \"secret\"\nkeyword = \"通知\"\ngroup_wait = \"0s\"\ngroup_max = \"1m\"\n"
      "mention = { info = [\"all\"], critical = [\"ou_1\", \"ou_2\"] }\nlanguage = \"zh\"\nreport = \"mon 09:00\"\n");
  EXPECT_EQ(faults.size(), 0U);
  const auto& sink = config.sinks.at(0);
  EXPECT_EQ(sink.keyword, "通知");
  EXPECT_EQ(sink.group_wait, 0ms);
  EXPECT_EQ(sink.group_max, 60s);
  EXPECT_EQ(sink.mentions, (std::map<Severity, std::vector<std::string>>{{Severity::info, {"all"}},
                                                                         {Severity::critical, {"ou_1", "ou_2"}}}));
  EXPECT_EQ(sink.language, Language::zh);
  EXPECT_EQ(sink.report, (ReportTime{1U, 540}));
}

TEST_F(ConfigTest, ChatWithNothingButTheLeastThenDefaults) {
  const auto config = read(chat("slack")).config;
  const auto& sink = config.sinks.at(0);
  EXPECT_EQ(sink.group_wait, 10s);
  EXPECT_EQ(sink.group_max, 5min);
  EXPECT_EQ(sink.language, Language::en);
  EXPECT_FALSE(sink.report);
  EXPECT_TRUE(sink.mentions.empty());
}

TEST_F(ConfigTest, ChatsKeysInAWebhookThenFaults) {
  const auto fault = [](const std::string& where, const std::string& key) {
    return "noticed.toml:" + where + ": [[sink]] " + key +
           ": is not for type = \"webhook\", which sends each event by itself; remove it";
  };
  EXPECT_EQ(
      faults(kGoodConfig + "keyword = \"a\"\ngroup_wait = \"1s\"\ngroup_max = \"1m\"\nmention = {}\nlanguage = \"en\"\n"
                           "report = \"09:00\"\n"),
      (Faults{fault("11:11", "keyword"), fault("12:14", "group_wait"), fault("13:13", "group_max"),
              fault("14:11", "mention"), fault("15:12", "language"), fault("16:10", "report")}));
}

TEST_F(ConfigTest, GroupThatEndsBeforeItWaitedThenFault) {
  EXPECT_EQ(faults(chat("slack") + "group_wait = \"2m\"\ngroup_max = \"1m\"\n"),
            Faults{"noticed.toml:12:13: [[sink]] group_max: must not be less than group_wait, which is 2m"});
  EXPECT_EQ(faults(chat("slack") + "group_wait = \"10m\"\n"),
            Faults{"noticed.toml:11:14: [[sink]] group_wait: must not be more than group_max, which is 5m by default"});
  EXPECT_EQ(faults(chat("slack") + "group_wait = \"1m\"\ngroup_max = \"1m\"\n"), Faults{});
}

TEST_F(ConfigTest, KeywordThenOnlyWhereTheChatAsksAndWithoutMarks) {
  EXPECT_EQ(faults(chat("wecom") + "keyword = \"a\"\n"),
            Faults{"noticed.toml:11:11: [[sink]] keyword: only dingtalk and feishu can require a word in every "
                   "message; remove it"});
  EXPECT_EQ(faults(chat("dingtalk") + "keyword = \"[a]\"\n"),
            Faults{"noticed.toml:11:11: [[sink]] keyword: contains a character that the chat reads as markup; use only "
                   "letters and digits"});
  EXPECT_EQ(faults(chat("dingtalk") + "keyword = \"\"\n"),
            Faults{"noticed.toml:11:11: [[sink]] keyword: must not be empty"});
}

TEST_F(ConfigTest, MentionsThatTheChatCannotCallThenFaults) {
  EXPECT_EQ(faults(chat("slack") + "mention = { warning = [\"@alice\", \"U01ABC\", \"S9\", \"here\"] }\n"),
            Faults{"noticed.toml:11:23: [[sink]] mention warning: \"@alice\": Slack mentions are a member's id (U…), a "
                   "group's id (S…), or here, channel, everyone"});
  EXPECT_EQ(faults(chat("discord") + "mention = { info = [\"12\", \"&34\", \"&\"] }\n"),
            Faults{"noticed.toml:11:20: [[sink]] mention info: \"&\": Discord mentions are a user's id (digits) or & "
                   "and a role's id (&digits)"});
  EXPECT_EQ(faults(chat("wecom") + "mention = { critical = [\"a>b\", \"zhang.san\"] }\n"),
            Faults{"noticed.toml:11:24: [[sink]] mention critical: \"a>b\": cannot be mentioned; write the name "
                   "without @, spaces and brackets"});
  EXPECT_EQ(faults(chat("wecom") + "mention = { fatal = [\"a\"] }\n"),
            Faults{"noticed.toml:11:13: [[sink]] mention: unknown key \"fatal\"; known keys: info, warning, critical"});
}

TEST_F(ConfigTest, LanguageOrReportThatIsNoneThenFault) {
  EXPECT_EQ(faults(chat("slack") + "language = \"de\"\n"),
            Faults{"noticed.toml:11:12: [[sink]] language: \"de\" is unknown; choose one of: en, zh"});
  EXPECT_EQ(faults(chat("slack") + "report = \"monday\"\n"),
            Faults{"noticed.toml:11:10: [[sink]] report: \"monday\" is not a report time; write \"09:00\" for every "
                   "day, \"mon 09:00\" for every week"});
}

TEST_F(ConfigTest, SwitchedOffTeamsAddressThenRefusedWithoutBeingShown) {
  const std::string rest =
      "is an address of webhook.office.com, which Microsoft shut down in May 2026; create a Workflows URL";
  dir_.write("credentials/url", "https://acme.webhook.office.com/webhookb2/s3cret\n");
  EXPECT_EQ(faults(chat("teams")), Faults{"noticed.toml:10:12: [[sink]] url_file: credentials/url: " + rest});
  EXPECT_EQ(faults(chat("slack")), Faults{});
  const std::string direct = "[[sink]]\ntype = \"teams\"\nurl = \"https://WEBHOOK.office.com/x\"\n";
  EXPECT_EQ(faults(kAccount + kResource + direct), Faults{"noticed.toml:10:7: [[sink]] url: " + rest});
  dir_.write("credentials/url", "https://x.notwebhook.office.com/x\n");
  EXPECT_EQ(faults(chat("teams")), Faults{});
}

TEST_F(ConfigTest, StandardSecretThatIsNoneThenFaultWithoutIt) {
  dir_.write("credentials/secret", "whsec_s3cret\n");
  EXPECT_EQ(faults(kGoodConfig + "secret_file = \"secret\"\n"),
            Faults{"noticed.toml:11:15: [[sink]] secret_file: credentials/secret: whsec_ must be followed by 24 to 64 "
                   "bytes in base64; copy the secret again, or remove whsec_"});
}

TEST_F(ConfigTest, DingtalkSecretOfAnotherFormThenOnlyWarned) {
  dir_.write("credentials/secret", "s3cret\n");
  const auto result = read(chat("dingtalk") + "secret_file = \"secret\"\n");
  EXPECT_EQ(texts(result),
            Faults{"noticed.toml:11:15: warning: [[sink]] secret_file: credentials/secret: DingTalk's signing secrets "
                   "begin with SEC; check that this is the one from the robot's security settings"});
  EXPECT_TRUE(result.usable());
  dir_.write("credentials/secret", "SEC000\n");
  EXPECT_EQ(faults(chat("dingtalk") + "secret_file = \"secret\"\n"), Faults{});
}

TEST_F(ConfigTest, SecretForAChatThatSignsNothingThenFault) {
  EXPECT_EQ(faults(chat("slack") + "secret_file = \"secret\"\n"),
            Faults{"noticed.toml:11:15: [[sink]] secret_file: messages of type \"slack\" are not signed, the address "
                   "is the secret; remove it"});
}

}  // namespace
}  // namespace noticed
