// The configuration as a flat list of facts, for comparing two versions.
#include "config_fixture.h"

namespace noticed {
namespace {

using FactMap = std::map<std::string, std::string>;

TEST_F(ConfigTest, SmallFileThenOnlyWhatIsWritten) {
  EXPECT_EQ(read(kGoodConfig).config.facts, (FactMap{{"account.ap-southeast-3.region", "ap-southeast-3"},
                                                     {"account.ap-southeast-3.auth", "token"},
                                                     {"account.ap-southeast-3.token_file", "token"},
                                                     {"resources", "1"},
                                                     {"sink.webhook.type", "webhook"},
                                                     {"sink.webhook.url_file", "url"}}));
}

TEST_F(ConfigTest, EveryKindOfValueThenAsWritten) {
  const auto [config, faults] = read(
      "[polling]\ninterval = \"5m\"\nconcurrency = 16\n" + kAccount + "name = \"prod\"\nendpoints.build = " +
      "\"http://127.0.0.1:1\"\n" + kResource + kSink + "name = \"ops\"\nallow_plain = true\n" +
      "match = { label.team = [\"a\", \"b\\\"c\"] }\n[[discover]]\nprojects = [\"*\"]\n[[discover]]\nexclude = []\n" +
      "[[destination]]\nname = \"sre\"\nurl_file = \"url\"\n");
  EXPECT_EQ(faults.size(), 0U);
  const auto& facts = config.facts;
  EXPECT_EQ(facts.at("polling.interval"), "5m");
  EXPECT_EQ(facts.at("polling.concurrency"), "16");
  EXPECT_EQ(facts.at("account.prod.region"), "ap-southeast-3");
  EXPECT_EQ(facts.at("account.prod.endpoints.build"), "http://127.0.0.1:1");
  EXPECT_EQ(facts.at("sink.ops.allow_plain"), "true");
  EXPECT_EQ(facts.at("sink.ops.match.label.team"), "[\"a\", \"b\\\"c\"]");
  EXPECT_EQ(facts.at("discover.1.projects"), "[\"*\"]");
  EXPECT_EQ(facts.at("discover.2.exclude"), "[]");
  EXPECT_EQ(facts.at("destination.sre.url_file"), "url");
  EXPECT_FALSE(facts.contains("account.prod.name"));
  EXPECT_FALSE(facts.contains("sink.ops.name"));
}

/// Facts are stored, logged and sent to every sink.
TEST_F(ConfigTest, PeopleToCallThenMasked) {
  const auto facts = read(kAccount + kResource +
                          "[[sink]]\nname = \"d\"\ntype = \"dingtalk\"\nurl_file = \"url\"\nmention = { critical = " +
                          "[\"17812345678\", \"+8617812345678\", \"1234567\", \"manager7\"] }\n[[sink]]\nname = "
                          "\"t\"\ntype = \"teams\"\n" +
                          "url_file = \"url\"\nmention = { critical = [\"li.wei@example.com\"] }\n")
                         .config.facts;
  EXPECT_EQ(facts.at("sink.d.mention.critical"), R"(["178****5678", "+86****5678", "****67", "manager7"])");
  EXPECT_EQ(facts.at("sink.t.mention.critical"), R"(["***@example.com"])");
}

TEST_F(ConfigTest, SeveralFilesThenOneConfiguration) {
  dir_.write("conf.d/10.toml",
             "[coverage]\nnotify_channels = [\"feishu\"]\n[polling]\ntimeout = \"5s\"\n[[discover]]\nevery = \"2h\"\n" +
                 std::string("[[resource]]\nservice = \"repo\"\nid = \"7\"\n"));
  const auto facts =
      read(kGoodConfig +
           "[coverage]\nnotify_channels = [\"email\"]\n[polling]\ninterval = \"1m\"\n[[discover]]\nevery = \"1h\"\n")
          .config.facts;
  EXPECT_EQ(facts.at("coverage.notify_channels"), "[\"email\", \"feishu\"]");
  EXPECT_EQ(facts.at("polling.interval"), "1m");
  EXPECT_EQ(facts.at("polling.timeout"), "5s");
  EXPECT_EQ(facts.at("discover.1.every"), "1h");
  EXPECT_EQ(facts.at("discover.2.every"), "2h");
  EXPECT_EQ(facts.at("resources"), "2");
}

TEST_F(ConfigTest, AddressOfASinkThenWithoutItsToken) {
  for (const std::string name : {"ops", "ops.eu"}) {
    const auto facts =
        read(kAccount + kResource + "[[sink]]\nname = \"" + name +
             "\"\ntype = \"webhook\"\nurl = \"https://chat.example.com:8443/hook/0123456789abcdef?s=1\"\n")
            .config.facts;
    EXPECT_EQ(facts.at("sink." + name + ".url"), "https://chat.example.com:8443/…");
  }
}

TEST_F(ConfigTest, FaultyFileThenNoFacts) {
  EXPECT_EQ(read(kGoodConfig + "secret_file = \"https://chat.example.com/0123456789abcdef\"\n").config.facts,
            FactMap{});
}

}  // namespace
}  // namespace noticed
