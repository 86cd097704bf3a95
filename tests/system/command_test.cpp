// The commands as a user types them.
#include <gtest/gtest.h>

#include <regex>

#include "storage/file/sqlite_library.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

class Commands : public ::testing::Test {
 protected:
  void SetUp() override {
    scene_.watch_all(0);
    scene_.write();
    scene_.start();
    ASSERT_TRUE(scene_.first_sight());
    before_ = scene_.query("SELECT max(taken_at) FROM snapshots").front().front();
    scene_.set(Service::build, codearts::generated_id(Service::build, 0), "query", "/result/1/enable_map/buildJobFail",
               false);
    ASSERT_TRUE(scene_.until_count("SELECT count(*) FROM changes", 1));
  }
  std::string run(const std::vector<std::string>& arguments, int wanted) {
    std::string output;
    EXPECT_EQ(scene_.command(arguments, &output), wanted) << output;
    return output;
  }
  Scene scene_;
  std::string before_;
};

TEST_F(Commands, AnswerBesideTheDaemon) {
  const auto status = run({"status"}, 0);
  EXPECT_NE(status.find("the daemon has been running since"), std::string::npos) << status;
  EXPECT_NE(status.find("build-0 (build/b111d0000000)"), std::string::npos) << status;
  const auto history = run({"history", "build-0"}, 0);
  EXPECT_NE(history.find("email/buildJobFail/enabled"), std::string::npos) << history;
  EXPECT_NE(history.find("UTC+00:00"), std::string::npos) << "the time zone is shown";
  EXPECT_EQ(run({"history", "check-0"}, 0), "no changes\n");
  EXPECT_NE(run({"history", "--csv"}, 0).find("id,event_id,observed_at,"), std::string::npos);
}

TEST_F(Commands, ShowTellsTheStateThenAndNow) {
  const auto now = Json::parse(run({"show", "build-0", "--json"}, 0));
  EXPECT_EQ(now["settings"]["email/buildJobFail/enabled"], false);
  const auto then = Json::parse(run({"show", "build-0", "--json", "--at", before_}, 0));
  EXPECT_EQ(then["settings"]["email/buildJobFail/enabled"], true);
  const auto earlier = run({"show", "build-0", "--at", "2020-01-01"}, 0);
  EXPECT_NE(earlier.find("unknown"), std::string::npos) << earlier;
  EXPECT_EQ(now["sections"].size(), 1U);
  EXPECT_TRUE(then["sections"].empty()) << "they are of now";
  const auto repo = Json::parse(run({"show", "repo-0", "--json"}, 0));
  ASSERT_EQ(repo["sections"].size(), 6U);
  EXPECT_EQ(repo["sections"][0]["section"], "status");
  EXPECT_EQ(repo["sections"][5]["state"], "ok");
  EXPECT_FALSE(repo["sections"][5]["confirmed_at"].is_null());
  EXPECT_NE(run({"show", "repo-0"}, 0).find("AT LEAST EVERY"), std::string::npos);
}

TEST_F(Commands, DiffSaysByItsStatusWhetherAnythingDiffers) {
  EXPECT_NE(run({"diff", "build-0", "--from", before_}, 1).find("muted"), std::string::npos);
  EXPECT_EQ(run({"diff", "build-0", "build-0"}, 0), "no differences\n");
  run({"diff", "build-0"}, 64);
}

TEST_F(Commands, CoverageTellsWhoHearsOfIt) {
  const auto uncovered = run({"coverage", "--uncovered"}, 0);
  EXPECT_NE(uncovered.find("buildJobFail !"), std::string::npos) << uncovered;
  EXPECT_NE(uncovered.find("NO"), std::string::npos) << uncovered;
  const auto then = run({"coverage", "build-0", "--at", before_, "--json"}, 0);
  EXPECT_NE(then.find(R"("event":"buildJobFail","is_failure":true,"channels":["email"],"covered":true)"),
            std::string::npos)
      << then;
  const auto over_time = run({"coverage", "build-0", "--since", "1h ago", "--csv"}, 0);
  EXPECT_NE(over_time.find("from_at,to_at,seconds,service,"), std::string::npos) << over_time;
  run({"coverage", "--at", "1h ago", "--since", "2h ago"}, 64);
}

TEST_F(Commands, GapsTellWhenAndWhy) {
  EXPECT_EQ(run({"gaps", "build-0"}, 0), "no gaps\n");
  EXPECT_EQ(scene_.stop(), 0);
  const auto gaps = run({"gaps", "build-0", "--open"}, 0);
  EXPECT_NE(gaps.find("noticed was stopped"), std::string::npos) << gaps;
  EXPECT_NE(gaps.find("open"), std::string::npos) << gaps;
  EXPECT_NE(run({"coverage", "build-0"}, 0).find("buildJobFail"), std::string::npos) << "the last known state";
}

TEST_F(Commands, NameWhatIsWrong) {
  EXPECT_NE(run({"show", "nothing"}, 66).find("no resource \"nothing\""), std::string::npos);
  EXPECT_NE(run({"history", "--since", "yesterday"}, 64).find("\"yesterday\" is not a time"), std::string::npos);
  run({"history", "--service", "bild"}, 64);
  run({"frobnicate"}, 64);
  EXPECT_EQ(scene_.stop(), 0);
  EXPECT_NE(run({"status"}, 0).find("NO DAEMON IS RUNNING; the last one ended"), std::string::npos);
}

TEST(Version, NamesTheLibrariesAndWhatTheirFaultsAskFor) {
  std::string text;
  EXPECT_EQ(Scene().command({"--version"}, &text), 0);
  EXPECT_TRUE(std::regex_search(text, std::regex("^noticed \\d+\\.\\d+\\.\\d+\nlibcurl \\d+\\.[^ ]+, SQLite 3\\.[^ ]+, "
                                                 "OpenSSL 3\\.[^ ]+\n")))
      << text;
  EXPECT_EQ(text.find("WAL-reset bug") != std::string::npos, sqlite_has_wal_reset_bug()) << text;
}

TEST(Check, ListsEveryFaultAtOnceWithItsPlace) {
  Scene scene;
  scene.watch(Service::build, 0);
  scene.write();
  std::string output;
  EXPECT_EQ(scene.command({"check"}, &output), 0) << output;
  write_file(scene.config(),
             "[polling]\nintervall = \"5m\"\ntimeout = \"soon\"\n[[resource]]\nservice = \"bild\"\nid = \"x\"\n");
  EXPECT_EQ(scene.command({"check"}, &output), 1);
  const std::string file = scene.config().string();
  EXPECT_NE(output.find(file + ":2:1: [polling]: unknown key \"intervall\"; did you mean \"interval\"?"),
            std::string::npos)
      << output;
  EXPECT_NE(output.find(file + ":3:11: [polling] timeout: \"soon\" is not a duration"), std::string::npos) << output;
  EXPECT_NE(output.find(file + ":5:11: [[resource]] service: \"bild\" is unknown"), std::string::npos) << output;
  EXPECT_NE(output.find("no [[account]]"), std::string::npos) << output;
  EXPECT_EQ(scene.command({"run"}, &output), 78);
}

TEST(Status, AccountIsDownThenItAndDiscoveryAndTheSweepAreSaid) {
  SceneOptions options;
  options.cloud = {{"tokens", {"t1"}}, {"generate", {{"build", 30}}}};
  options.rate_limit = "10/s";
  Scene scene(options);
  scene.add("[[discover]]\nservices = [\"build\"]\ninterval = \"2s\"");
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.credential("token", "another\n");
  ASSERT_TRUE(scene.until_events("account.rejected", 1));
  std::string output;
  EXPECT_EQ(scene.command({"status"}, &output), 0);
  EXPECT_NE(output.find("discovery of prod: 30 resources found, last round "), std::string::npos) << output;
  EXPECT_NE(output.find("one sweep takes 30 requests, 3 s at 10/s"), std::string::npos) << output;
  EXPECT_NE(output.find("an interval of 2s cannot be kept"), std::string::npos) << output;
  EXPECT_NE(output.find("ACCOUNT prod CANNOT SIGN IN, for "), std::string::npos) << output;
}

TEST(CheckOnline, AskedThenEachServiceOnceWithLatency) {
  SceneOptions options;
  options.cloud = {{"tokens", {"t1"}}, {"generate", {{"build", 3}, {"repo", 2}}}};
  Scene scene(options);
  scene.watch(codearts::Service::build, 1);
  scene.add("[[discover]]\nservices = [\"repo\"]");
  scene.write();
  std::string output;
  EXPECT_EQ(scene.command({"check", "--online"}, &output), 0);
  for (const char* line : {"prod projects: answered in ", "prod build: answered in ", "prod repo: answered in "})
    EXPECT_NE(output.find(line), std::string::npos) << output;
  scene.credential("token", "another\n");
  EXPECT_EQ(scene.command({"check", "--online"}, &output), 1);
  EXPECT_NE(output.find("prod build: FAILED"), std::string::npos) << output;
  EXPECT_NE(output.find("auth: HTTP 401"), std::string::npos) << output;
}

}  // namespace
}  // namespace noticed::test
