// What `check` prints for a valid configuration: hosts, sweeps, advice.
#include "daemon/cli/check_report.h"

#include <nlohmann/json.hpp>

#include "daemon/config/config_fixture.h"
#include "storage/file/sqlite_library.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::json;

const std::string kSecondSink = "[[sink]]\nname = \"b\"\ntype = \"webhook\"\nurl_file = \"url\"\n";

// Without a heartbeat every test would get the advice to add one.
const std::string kHeartbeat = "[heartbeat]\nurl_file = \"url\"\n";

class CheckReportTest : public ConfigTest {
 protected:
  CheckReport report(const std::string& text) const { return report_on(read(text + kHeartbeat)); }
  Faults advice(const std::string& text) const { return texts(report(text).result); }
  std::string printed(const std::string& text) const {
    testing::internal::CaptureStdout();
    print_text(report(text));
    return testing::internal::GetCapturedStdout();
  }
  Json json(const std::string& text) const {
    testing::internal::CaptureStdout();
    print_json(report(text));
    return Json::parse(testing::internal::GetCapturedStdout());
  }
  /// `count` repositories with one interval, six requests each.
  static std::string repos(int first, int count, const std::string& interval) {
    std::string text;
    for (int i = first; i < first + count; ++i)
      text += "[[resource]]\nservice = \"repo\"\nid = \"" + std::to_string(i) + "\"\ninterval = \"" + interval + "\"\n";
    return text;
  }
};

TEST_F(CheckReportTest, SeveralServicesThenHostsUsesAndSweeps) {
  EXPECT_EQ(
      printed(kAccount + kResource + repos(1, 100, "5m") + kSink + kSecondSink),
      "Configuration OK: 101 resources, 2 sinks\n"
      "  cloudbuild-ext.ap-southeast-3.myhuaweicloud.com: build; 1 request per sweep, 334 ms at 3/s for each API\n"
      "  codehub-ext.ap-southeast-3.myhuaweicloud.com: repo; 600 requests per sweep, 2 min 46 s at 3/s for each "
      "API\n"
      "  build: what is known is at most 5 min old, 2 min 30 s on average\n"
      "  repo: what is known is at most 5 min old, 2 min 30 s on average\n"
      "one sweep takes 601 requests; on average 2/s\n");
}

TEST_F(CheckReportTest, DiscoveryThenItsHostsAndThatTheCountComesLater) {
  dir_.write("credentials/password", "p\n");
  const std::string account =
      "[[account]]\nregion = \"ap-southeast-3\"\nauth = \"iam\"\nuser = \"u\"\ndomain = \"d\"\n";
  EXPECT_EQ(
      printed(account + kSink + kSecondSink + "[[discover]]\nservices = [\"repo\", \"build\"]\n" + repos(1, 1, "5m")),
      "Configuration OK: 1 resource, 1 discovery rule, 2 sinks\n"
      "  cloudbuild-ext.ap-southeast-3.myhuaweicloud.com: build; discovered resources at 3/s for each API\n"
      "  codehub-ext.ap-southeast-3.myhuaweicloud.com: repo; 6 requests per sweep, 1 s at 3/s for each API, plus "
      "discovered resources\n"
      "  iam.ap-southeast-3.myhuaweicloud.com: sign-in\n"
      "  projectman-ext.ap-southeast-3.myhuaweicloud.com: discovery\n"
      "  repo: what is known is at most 5 min old, 2 min 30 s on average\n"
      "one sweep takes 6 requests; on average 0.02/s\n"
      "the load of discovered resources is known after the first discovery; `noticed status` shows it\n");
}

TEST_F(CheckReportTest, OneHostForAllThenOneLine) {
  const std::string account =
      "[[account]]\nregion = \"x\"\nauth = \"agency\"\nendpoints = { build = \"http://127.0.0.1:8080\", repo = "
      "\"http://127.0.0.1:8080\", metadata = \"http://127.0.0.1:8080\" }\n";
  EXPECT_THAT(
      printed(account + kResource + repos(1, 1, "5m") + kSink),
      HasSubstr("  http://127.0.0.1:8080: build, repo, sign-in; 7 requests per sweep, 1 s at 3/s for each API\n"));
}

TEST_F(CheckReportTest, FaultsThenNothingButThose) {
  EXPECT_EQ(printed("[storage]\nxyz = 1\n" + kGoodConfig),
            dir_.path().string() +
                "/noticed.toml:2:1: [storage]: unknown key \"xyz\"; known keys: path, keep\n"
                "Configuration invalid: fix the errors above\n");
}

TEST_F(CheckReportTest, JsonThenAllOfIt) {
  const Json document =
      json(kAccount + kResource + repos(1, 300, "5m") + kSink + "[[discover]]\nservices = [\"build\"]\n");
  EXPECT_EQ(document["ok"], true);
  EXPECT_EQ(document["resources"], 301);
  EXPECT_EQ(document["discovery_rules"], 1);
  EXPECT_EQ(document["sinks"], 1);
  EXPECT_EQ(document["requests_per_sweep"], 1801);
  EXPECT_EQ(document["discovery_adds"], true);
  ASSERT_EQ(document["faults"].size(), 2U);
  EXPECT_EQ(document["faults"][0]["severity"], "warning");
  ASSERT_EQ(document["hosts"].size(), 3U);
  EXPECT_EQ(document["hosts"][1],
            Json::parse(R"({"host": "https://codehub-ext.ap-southeast-3.myhuaweicloud.com:443", "for": ["repo"],
                            "accounts": ["ap-southeast-3"], "requests_per_sweep": 1800,
                            "requests_per_second_allowed": 3.0, "allowed_for": "api",
                            "requests_per_second_needed": 6.0, "sweep_seconds": 500.0, "discovery_adds": false,
                            "intervals": [{"service": "repo", "api": "subscription status", "seconds": 300,
                                           "requests": 300, "kept": true, "promise_seconds": 300.0},
                                          {"service": "repo", "api": "subscription", "seconds": 300,
                                           "requests": 1500, "kept": false, "promise_seconds": 555.556}]})"));
  EXPECT_EQ(document["hosts"][2]["for"], Json::array({"discovery"}));
  EXPECT_EQ(document["libraries"]["sqlite"], sqlite_version());
  EXPECT_EQ(document["sqlite_wal_reset_bug"], sqlite_has_wal_reset_bug());
}

TEST_F(CheckReportTest, CredentialThatOthersMayReadThenNotGoodThoughUsable) {
  std::filesystem::permissions(dir_.path() / "credentials/url", std::filesystem::perms{0644});
  const CheckReport wide = report(kGoodConfig + kSecondSink);
  EXPECT_TRUE(wide.result.usable());
  EXPECT_FALSE(wide.good());
  EXPECT_THAT(
      printed(kGoodConfig + kSecondSink),
      HasSubstr("\nConfiguration not OK: fix the errors above; `noticed run` would start and log them as warnings\n"));
  const Json document = json(kGoodConfig + kSecondSink);
  EXPECT_EQ(document["ok"], false);
  EXPECT_EQ(document["faults"][0]["severity"], "error");
}

TEST_F(CheckReportTest, SweepLongerThanTheIntervalThenWarnedAtTheAccount) {
  EXPECT_EQ(
      advice(kAccount + repos(1, 300, "5m") + kSink + kSecondSink),
      Faults{
          "noticed.toml:1:1: warning: codehub-ext.ap-southeast-3.myhuaweicloud.com: repo subscription: an "
          "interval of 5m cannot be kept (5/s needed, 2.7/s to spend); every 9 min 16 s instead, less if channels are "
          "off; choose a longer interval (at least 9 min 16 s), fewer channels or a higher "
          "rate_limit"});
}

TEST_F(CheckReportTest, OneSinkThenASecondIsAdvised) {
  EXPECT_EQ(advice(kGoodConfig), Faults{"noticed.toml:8:1: warning: [[sink]]: this is the only sink; if it cannot be "
                                        "reached, nobody is notified. Add a second one"});
  EXPECT_EQ(advice(kGoodConfig + kSecondSink), Faults{});
}

TEST_F(CheckReportTest, ResourcesThatNoSinkMatchesThenTheFirstIsNamed) {
  const std::string sinks = kSink + "match.service = [\"build\"]\n" + kSecondSink + "match.label.team = [\"pay\"]\n";
  EXPECT_EQ(advice(kAccount + kResource + repos(1, 2, "5m") + "labels.team = \"pay\"\n" + sinks),
            Faults{"noticed.toml:8:1: warning: [[resource]]: no [[sink]] is notified of repo/1; widen a sink's match"});
  EXPECT_EQ(
      advice(kAccount + repos(1, 3, "5m") + sinks),
      Faults{"noticed.toml:5:1: warning: [[resource]]: no [[sink]] is notified of repo/1 and 2 more; widen a sink's "
             "match"});
}

TEST_F(CheckReportTest, MatchThatHangsOnWhatIsNotKnownYetThenNotWarned) {
  const std::string sinks = kSink + "match.name = [\"pay-*\"]\n" + kSecondSink + "match.name = [\"shop-*\"]\n";
  EXPECT_EQ(advice(kAccount + kResource + sinks + "[[discover]]\n"), Faults{});
  EXPECT_EQ(advice(kAccount + kResource + sinks + "[[discover]]\nservices = [\"repo\"]\n").size(), 1U);
  EXPECT_EQ(advice(kAccount + kResource + kSink + "match.project = [\"Shop\"]\nmatch.effect = [\"muted\"]\n" +
                   kSecondSink + "match.account = [\"other\"]\n"),
            Faults{});
}

TEST_F(CheckReportTest, RateAboveTheCapOfRepoThenWarned) {
  const std::string rest = kResource + repos(1, 1, "5m") + kSink + kSecondSink;
  EXPECT_EQ(advice(kAccount + "rate_limit = \"12/s\"\n" + rest),
            Faults{"noticed.toml:1:1: warning: [[account]] rate_limit: 12/s on "
                   "codehub-ext.ap-southeast-3.myhuaweicloud.com is above the documented cap of repo, 10/s, "
                   "which all users of the region share; requests of others would be rejected, too"});
  EXPECT_EQ(advice(kAccount + "rate_limit = \"10/s\"\n" + rest), Faults{});
  EXPECT_EQ(advice(kAccount + "rate_limit = \"12/s\"\n" + kResource + kSink + kSecondSink), Faults{});
}

TEST_F(CheckReportTest, AccountsOnOneHostThenItsSweepHoldsBoth) {
  const std::string two = kAccount + "name = \"a\"\n" + kAccount + "name = \"b\"\n";
  const auto hosts =
      report(two + kResource + "account = \"a\"\n" + kResource + "account = \"b\"\ninterval = \"1m\"\n" + kSink).hosts;
  ASSERT_EQ(hosts.size(), 1U);
  EXPECT_THAT(hosts[0].accounts, ElementsAre("a", "b"));
  EXPECT_EQ(
      hosts[0].load.sections.at({service::build, 0}),
      (std::map<std::chrono::seconds, std::uint64_t>{{std::chrono::seconds{60}, 1}, {std::chrono::seconds{300}, 1}}));
}

}  // namespace
}  // namespace noticed
