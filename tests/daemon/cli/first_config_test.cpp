// What `noticed init` writes: minimal, and valid as soon as the credential files are filled in.
#include "daemon/cli/first_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/sinks/sink.h"
#include "daemon/sinks/sink_table.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

using testing::HasSubstr;
using Words = std::vector<std::string>;

FirstConfig answers(AuthKind auth, const std::string& chat) {
  FirstConfig config;
  EXPECT_EQ(set_region("ap-southeast-3", config), "");
  EXPECT_EQ(set_auth(std::string(to_text(auth)), config), "");
  EXPECT_EQ(set_chat(chat, config), "");
  config.user = "noticed \"bot\"";
  config.domain = "ac\\me";
  return config;
}

/// What a user would paste.
std::string paste_for(const std::string& file) {
  if (file.ends_with("-url")) return "https://chat.example.com/hook/1\n";
  return file == "dingtalk-secret" ? "SEC0123\n" : "0123456789abcdef\n";
}

class FirstConfigTest : public testing::Test {
 protected:
  /// The faults that are not only warnings, once every file is filled in.
  Words faults(const FirstConfig& config) {
    for (const auto& hint : credentials_of(config))
      dir_.write("credentials/" + hint.file, "# " + hint.what + "\n" + paste_for(hint.file));
    result_ = read_config(dir_.write("noticed.toml", config_text(config)), sink_types());
    Words found;
    for (const auto& fault : result_.faults)
      if (fault.level != FaultLevel::warning) found.push_back(to_text(fault));
    return found;
  }
  TempDir dir_;
  ConfigResult result_;
};

TEST_F(FirstConfigTest, AnyAnswersThenGoodOnceTheFilesAreFilled) {
  for (const auto auth : {AuthKind::aksk, AuthKind::agency, AuthKind::iam, AuthKind::token})
    for (const char* chat :
         {"feishu", "dingtalk", "wecom", "slack", "mattermost", "teams", "discord", "webhook", "none"})
      EXPECT_EQ(faults(answers(auth, chat)), Words{}) << to_text(auth) << " " << chat;
  EXPECT_EQ(result_.config.accounts.at(0).region, "ap-southeast-3");
}

TEST_F(FirstConfigTest, AnswersWithQuotesThenTheSameIsRead) {
  FirstConfig config = answers(AuthKind::iam, "none");
  EXPECT_EQ(set_projects("Shop, \"quoted\"\\, pay-*", config), "");
  EXPECT_EQ(faults(config), Words{});
  EXPECT_EQ(result_.config.accounts.at(0).user, "noticed \"bot\"");
  EXPECT_EQ(result_.config.accounts.at(0).domain, "ac\\me");
  EXPECT_EQ(result_.config.discovers.at(0).rule.projects, (Words{"Shop", "\"quoted\"\\", "pay-*"}));
}

TEST_F(FirstConfigTest, DatabaseNamedThenItIsUsed) {
  FirstConfig config = answers(AuthKind::agency, "none");
  config.database = "/srv/noticed.db";
  EXPECT_EQ(faults(config), Words{});
  EXPECT_EQ(result_.config.database, "/srv/noticed.db");
}

TEST(FirstConfigText, UsualAnswersThenTheSmallestFile) {
  EXPECT_EQ(config_text(answers(AuthKind::aksk, "feishu")),
            "# Written by `noticed init`. noticed.toml(5) explains every key; `noticed check` finds errors.\n\n"
            "[[account]]\nregion = \"ap-southeast-3\"\nauth = \"aksk\"\n\n"
            "[[discover]]    # all projects that this account can see, also future ones\n\n"
            "[[sink]]\ntype = \"feishu\"\nurl_file = \"feishu-url\"\nsecret_file = \"feishu-secret\"\n");
}

TEST(FirstConfigAnswers, BadThenRefusedWithoutRepeatingThem) {
  FirstConfig config;
  for (const std::string& secret : {std::string("https://open.example.com/hook/s3cret"), std::string("cn-south-2")}) {
    for (const auto& wrong : {set_region(secret, config), set_auth(secret, config), set_chat(secret, config)}) {
      EXPECT_NE(wrong, "");
      EXPECT_EQ(wrong.find(secret), std::string::npos);
    }
  }
  std::string name;
  EXPECT_EQ(set_name("", name), "A name must not be empty");
  EXPECT_NE(set_name("a\tb", name), "");
  EXPECT_NE(set_projects("Shop,,pay", config), "");
  EXPECT_EQ(set_projects(" * ", config), "");
  EXPECT_EQ(config.projects, Words{});
}

TEST(FirstConfigAnswers, EveryTypeOfSinkThenItCanBeChosen) {
  FirstConfig config;
  for (const SinkType* offered : sink_types()) {
    const std::string type(offered->name);
    EXPECT_EQ(set_chat(type, config), "");
    SinkConfig sink;
    sink.type = type;
    EXPECT_NO_THROW(make_sink(sink)) << type;
    EXPECT_THAT(chat_list(), HasSubstr(type));
    EXPECT_GE(credentials_of(config).size(), 3U) << "two for the account, and the address";
  }
}

}  // namespace
}  // namespace noticed
