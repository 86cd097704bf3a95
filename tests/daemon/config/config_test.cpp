// The file as a whole: defaults, structure, and the faults that keys and values of any table can have.
#include "config_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

TEST_F(ConfigTest, SmallestGoodFileThenDefaults) {
  const auto [config, faults] = read(kGoodConfig);
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.file, dir_.path() / "noticed.toml");
  EXPECT_EQ(config.log_level, "info");
  EXPECT_EQ(config.log_format, LogFormat::text);
  EXPECT_EQ(config.database, "/var/lib/noticed/noticed.db");
  EXPECT_EQ(config.interval, 300s);
  EXPECT_EQ(config.timeout, 10s);
  EXPECT_EQ(config.concurrency, 64U);
  EXPECT_EQ(config.fail_after, 3U);
  EXPECT_EQ(config.gone_after, 3U);
  EXPECT_EQ(config.network, NetworkConfig{});
  EXPECT_EQ(config.accounts.at(0).name, "ap-southeast-3");
  EXPECT_EQ(config.accounts.at(0).endpoints.at(service::build),
            "https://cloudbuild-ext.ap-southeast-3.myhuaweicloud.com");
  EXPECT_EQ(config.resources.at(0).account, "ap-southeast-3");
  EXPECT_EQ(config.resources.at(0).interval, 300s);
  EXPECT_EQ(config.resources.at(0).sections, 1U);
  EXPECT_EQ(config.sinks.at(0).name, "webhook");
  EXPECT_EQ(config.sinks.at(0).route.sink, "webhook");
  EXPECT_EQ(config.sinks.at(0).route.min_severity, Severity::info);
  EXPECT_EQ(config.sinks.at(0).max_age, 72h);
}

TEST_F(ConfigTest, EveryScalarGivenThenTaken) {
  const auto ca = dir_.write("ca.pem", "-----BEGIN CERTIFICATE-----\n");
  const auto [config, faults] = read(
      kGoodConfig + "[daemon]\nlog_level = \"debug\"\nlog_format = \"json\"\ntime_zone = \"Asia/Shanghai\"\n" +
      "[storage]\npath = \"/srv/n.db\"\nkeep = \"forever\"\n[network]\nca_file = \"" + ca.string() + "\"\n" +
      "[polling]\ninterval = \"1m\"\ntimeout = \"250ms\"\nconcurrency = 1024\nfail_after = 1\ngone_after = 1000\n" +
      "[coverage]\nnotify_channels = [\"email\"]\nfailure_events = [\"buildJobFail\"]\n");
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.log_level, "debug");
  EXPECT_EQ(config.log_format, LogFormat::json);
  EXPECT_EQ(read(kGoodConfig + "[daemon]\nlog_format = \"journal\"\n").config.log_format, LogFormat::journal);
  EXPECT_EQ(config.time_zone, "Asia/Shanghai");
  EXPECT_EQ(config.database, "/srv/n.db");
  EXPECT_EQ(config.network.ca_file, ca);
  EXPECT_EQ(config.interval, 60s);
  EXPECT_EQ(config.resources.at(0).interval, 60s);
  EXPECT_EQ(config.timeout, 250ms);
  EXPECT_EQ(config.concurrency, 1024U);
  EXPECT_EQ(config.fail_after, 1U);
  EXPECT_EQ(config.gone_after, 1000U);
  EXPECT_EQ(config.notify_channels, std::vector<std::string>{"email"});
  EXPECT_EQ(config.failure_events, std::vector<std::string>{"buildJobFail"});
}

TEST_F(ConfigTest, HistoryIsKeptForeverOrAMonthAtLeast) {
  EXPECT_EQ(read(kGoodConfig).config.keep, std::nullopt);
  EXPECT_EQ(read(kGoodConfig + "[storage]\nkeep = \"forever\"\n").config.keep, std::nullopt);
  EXPECT_EQ(read(kGoodConfig + "[storage]\nkeep = \"400d\"\n").config.keep, 400 * 24h);
  EXPECT_EQ(read(kGoodConfig + "[storage]\nkeep = \"30d\"\n").config.keep, 30 * 24h);
  for (const std::string bad : {"29d", "ever", "400", ""})
    EXPECT_EQ(faults(kGoodConfig + "[storage]\nkeep = \"" + bad + "\"\n"),
              Faults{"noticed.toml:12:8: [storage] keep: \"" + bad +
                     "\" is neither \"forever\" nor a duration of at least 30d; write for example \"400d\""});
}

TEST_F(ConfigTest, UnknownKeyThenNearestIsNamed) {
  EXPECT_EQ(faults(kGoodConfig + "[daemon]\nlog_levle = \"info\"\n"),
            Faults{"noticed.toml:12:1: [daemon]: unknown key \"log_levle\"; did you mean \"log_level\"?"});
  EXPECT_EQ(faults(kGoodConfig + "[polling]\n  intervall = \"5m\"\n"),
            Faults{"noticed.toml:12:3: [polling]: unknown key \"intervall\"; did you mean \"interval\"?"});
}

TEST_F(ConfigTest, UnknownKeyUnlikeAnyThenAllAreNamed) {
  EXPECT_EQ(faults(kGoodConfig + "[storage]\nxyz = 1\n"),
            Faults{"noticed.toml:12:1: [storage]: unknown key \"xyz\"; known keys: path, keep"});
}

TEST_F(ConfigTest, UnknownTableThenFaultAtItsName) {
  EXPECT_EQ(faults(kGoodConfig + "[poling]\n"),
            Faults{"noticed.toml:11:2: top level: unknown key \"poling\"; did you mean \"polling\"?"});
  EXPECT_EQ(faults(kGoodConfig + "[[sinks]]\n"),
            Faults{"noticed.toml:11:3: top level: unknown key \"sinks\"; did you mean \"sink\"?"});
}

TEST_F(ConfigTest, FormerNameOfAKeyThenReadWithAWarning) {
  const auto [config, found] = read(kGoodConfig + "[coverage]\ntold_by = [\"email\"]\n");
  EXPECT_EQ(config.notify_channels, std::vector<std::string>{"email"});
  EXPECT_EQ(config.facts.at("coverage.notify_channels"), "[\"email\"]") << "writing the new name is no change";
  EXPECT_EQ(faults(kGoodConfig + "[coverage]\ntold_by = [\"email\"]\n"),
            Faults{"noticed.toml:12:11: warning: [coverage] told_by: is named notify_channels now; the next version "
                   "refuses the former name"});
  EXPECT_EQ(faults(kGoodConfig + "[coverage]\ntold_by = [\"email\"]\nnotify_channels = [\"feishu\"]\n"),
            Faults{"noticed.toml:12:11: [coverage] told_by: is the former name of notify_channels, which is set, too; "
                   "remove told_by"});
}

TEST_F(ConfigTest, WrongTypeThenTheRightOneIsNamed) {
  EXPECT_EQ(faults(kGoodConfig + "allow_plain = \"yes\"\n"),
            Faults{"noticed.toml:11:15: [[sink]] allow_plain: must be true or false"});
  EXPECT_EQ(faults(kGoodConfig + "[daemon]\nlog_level = 3\n"),
            Faults{"noticed.toml:12:13: [daemon] log_level: must be a string in quotes"});
  EXPECT_EQ(faults(kGoodConfig + "[coverage]\nnotify_channels = \"email\"\n"),
            Faults{"noticed.toml:12:19: [coverage] notify_channels: must be a list of strings"});
  EXPECT_EQ(faults(kGoodConfig + "[coverage]\nnotify_channels = [\"email\", 7]\n"),
            Faults{"noticed.toml:12:29: [coverage] notify_channels: each item must be a string in quotes"});
  EXPECT_EQ(faults("polling = 5\n" + kGoodConfig), Faults{"noticed.toml:1:11: top level polling: must be a table"});
}

TEST_F(ConfigTest, NumberOutsideItsRangeThenTheRangeIsNamed) {
  const Faults wanted{"noticed.toml:12:15: [polling] concurrency: must be an integer from 1 to 1024"};
  for (const auto* value : {"0", "1025", "-1", "1.5", "\"64\"", "true"})
    EXPECT_EQ(faults(kGoodConfig + "[polling]\nconcurrency = " + value + "\n"), wanted) << value;
  EXPECT_EQ(faults(kGoodConfig + "[polling]\nfail_after = 0\ngone_after = 1001\n"),
            (Faults{"noticed.toml:12:14: [polling] fail_after: must be an integer from 1 to 1000",
                    "noticed.toml:13:14: [polling] gone_after: must be an integer from 1 to 1000"}));
}

TEST_F(ConfigTest, BadDurationThenExamplesAreGiven) {
  EXPECT_EQ(
      faults(kGoodConfig + "[polling]\ninterval = \"5 minutes\"\n"),
      Faults{
          "noticed.toml:12:12: [polling] interval: \"5 minutes\" is not a duration; write for example \"30s\", \"5m\", "
          "\"1h\" or \"3d\""});
  EXPECT_EQ(faults(kGoodConfig + "[polling]\ninterval = 300\n"),
            Faults{"noticed.toml:12:12: [polling] interval: must be a string in quotes"});
}

TEST_F(ConfigTest, TooShortDurationThenTheLeastIsNamed) {
  EXPECT_EQ(faults(kGoodConfig + "[polling]\ninterval = \"999ms\"\n"),
            Faults{"noticed.toml:12:12: [polling] interval: \"999ms\" is too short; the minimum is 1s"});
  EXPECT_EQ(faults(kGoodConfig + "[polling]\ntimeout = \"99ms\"\n"),
            Faults{"noticed.toml:12:11: [polling] timeout: \"99ms\" is too short; the minimum is 100ms"});
}

TEST_F(ConfigTest, WordThatIsNoneThenTheWordsAreListed) {
  EXPECT_EQ(faults(kGoodConfig + "[daemon]\nlog_level = \"loud\"\n"),
            Faults{"noticed.toml:12:13: [daemon] log_level: \"loud\" is unknown; choose one of: trace, debug, info, "
                   "warn, error"});
}

TEST_F(ConfigTest, BadPlacesOfFilesThenFaults) {
  EXPECT_EQ(faults(kGoodConfig + "[storage]\npath = \"noticed.db\"\n"),
            Faults{"noticed.toml:12:8: [storage] path: must be an absolute path"});
}

TEST_F(ConfigTest, UnknownTimeZoneThenFault) {
  for (const auto* zone : {"Mars/Olympus", "../Asia/Shanghai", "/usr/share/zoneinfo/UTC"})
    EXPECT_EQ(faults(kGoodConfig + "[daemon]\ntime_zone = \"" + zone + "\"\n"),
              Faults{"noticed.toml:12:13: [daemon] time_zone: \"" + std::string(zone) +
                     "\" is not a known time zone; write for example \"Asia/Shanghai\" (needs the package tzdata)"});
}

TEST_F(ConfigTest, TableWhereSeveralBelongThenTheFormIsShown) {
  EXPECT_EQ(faults(kAccount + kResource + "[sink]\ntype = \"webhook\"\nurl_file = \"url\"\n"),
            (Faults{"noticed.toml: warning: no [[sink]]: changes are recorded in the log and the database only",
                    "noticed.toml:8:1: top level sink: must be written as [[sink]]"}));
}

TEST_F(ConfigTest, SeveralFaultsThenAllInTheOrderOfLines) {
  EXPECT_EQ(faults("[daemon]\nlog_levle = \"info\"\nlog_format = \"xml\"\n" + kAccount + kResource + "name = 7\n" +
                   kSink + "url = 1\n"),
            (Faults{"noticed.toml:2:1: [daemon]: unknown key \"log_levle\"; did you mean \"log_level\"?",
                    "noticed.toml:3:14: [daemon] log_format: \"xml\" is unknown; choose one of: text, json, journal",
                    "noticed.toml:11:8: [[resource]] name: must be a string in quotes",
                    "noticed.toml:12:1: [[sink]]: needs either url_file or url",
                    "noticed.toml:15:7: [[sink]] url: must be a string in quotes"}));
}

TEST_F(ConfigTest, NothingButFaultsThenWhatIsMissingComesFirst) {
  EXPECT_EQ(faults("[daemon]\nlog_levle = \"info\"\nlog_format = \"xml\"\n"),
            (Faults{"noticed.toml: no [[account]]: noticed has no account to sign in with; add one",
                    "noticed.toml: no [[discover]] and no [[resource]]: there is nothing to watch; add one",
                    "noticed.toml: warning: no [[sink]]: changes are recorded in the log and the database only",
                    "noticed.toml:2:1: [daemon]: unknown key \"log_levle\"; did you mean \"log_level\"?",
                    "noticed.toml:3:14: [daemon] log_format: \"xml\" is unknown; choose one of: text, json, journal"}));
}

TEST_F(ConfigTest, EmptyFileThenWhatIsMissing) {
  EXPECT_EQ(faults(""),
            (Faults{"noticed.toml: no [[account]]: noticed has no account to sign in with; add one",
                    "noticed.toml: no [[discover]] and no [[resource]]: there is nothing to watch; add one",
                    "noticed.toml: warning: no [[sink]]: changes are recorded in the log and the database only"}));
}

TEST_F(ConfigTest, SyntaxErrorThenItsPlaceAndNothingElse) {
  const auto result = read("[daemon]\nlog_level = wrong\nlog_format = \"xml\"\n");
  ASSERT_EQ(result.faults.size(), 1U);
  EXPECT_EQ(result.faults[0].at.file, dir_.path() / "noticed.toml");
  EXPECT_EQ(result.faults[0].at.line, 2U);
  EXPECT_EQ(result.faults[0].at.column, 13U);
  EXPECT_FALSE(result.faults[0].message.empty());
  EXPECT_FALSE(result.usable());
}

TEST_F(ConfigTest, OnlyWarningsThenUsable) {
  const auto result = read(kAccount + kResource);
  EXPECT_EQ(texts(result),
            Faults{"noticed.toml: warning: no [[sink]]: changes are recorded in the log and the database only"});
  EXPECT_TRUE(result.usable());
}

}  // namespace
}  // namespace noticed
