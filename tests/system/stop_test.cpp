// TERM in whatever state the daemon is: it ends within five seconds, and nothing is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>

#include "attack/old_database.h"
#include "pollers/loopback.h"
#include "storage/model/clock.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;
using testing::HasSubstr;

constexpr std::chrono::seconds kPatience{5};
constexpr const char* kBuildAnswer = "/result/1/enable_map/buildJobFail";

/// Another program that has the database open, inside a transaction.
class Other {
 public:
  Other(const std::filesystem::path& file, const std::string& begin) {
    sqlite3_open(file.c_str(), &database_);
    sqlite3_busy_timeout(database_, 5'000);
    EXPECT_EQ(sqlite3_exec(database_, begin.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ~Other() { sqlite3_close(database_); }
  Other(const Other&) = delete;
  Other& operator=(const Other&) = delete;

 private:
  sqlite3* database_ = nullptr;
};

class Stop : public testing::Test {
 protected:
  /// A daemon that watches some jobs and has polled them.
  static void start(Scene& scene, std::uint64_t jobs = 5) {
    for (std::uint64_t i = 0; i < jobs; ++i) scene.watch(Service::build, i);
    scene.write();
    scene.start();
    ASSERT_TRUE(scene.first_sight());
  }
  static std::string id_of(std::uint64_t job) { return codearts::generated_id(Service::build, job); }
  static void change(Scene& scene, std::uint64_t job = 0) {
    scene.set(Service::build, id_of(job), "query", kBuildAnswer, false);
  }
  static bool logged(Scene& scene, const std::string& text) {
    return eventually([&] { return scene.log().find(text) != std::string::npos; });
  }
  static bool status_says(Scene& scene, const std::string& text) {
    return eventually([&] {
      std::string said;
      scene.command({"status"}, &said);
      return said.find(text) != std::string::npos;
    });
  }

  /// Sends TERM; returns its exit status, which must come in time.
  static int term(Scene& scene) {
    const SystemClock clock;
    const auto begin = clock.steady();
    const int status = scene.stop();
    EXPECT_LE(clock.steady() - begin, kPatience) << scene.log();
    return status;
  }
  /// Committed events are complete and reach the receiver once the faults are over; so do changes made meanwhile.
  static void expect_nothing_lost(Scene& scene) {
    std::string said;
    EXPECT_EQ(scene.command({"verify"}, &said), 0) << said;
    scene.clear_faults();
    scene.receiver().answer({.status = 200});
    const long events = scene.events("settings.changed");
    change(scene, 4);
    scene.start();
    EXPECT_TRUE(scene.until_events("settings.changed", events + 1)) << scene.log();
    EXPECT_TRUE(scene.until_count("SELECT count(*) FROM deliveries WHERE state <> 'delivered'", 0)) << scene.log();
    EXPECT_EQ(term(scene), 0);
  }
  /// For daemons that never polled anything.
  static void expect_seen_next_time(Scene& scene) {
    scene.clear_faults();
    scene.start();
    EXPECT_TRUE(scene.first_sight()) << scene.log();
    EXPECT_EQ(term(scene), 0);
  }
};

TEST_F(Stop, NothingGoesOnThenAtOnce) {
  Scene scene;
  start(scene);
  EXPECT_EQ(term(scene), 0);
  expect_nothing_lost(scene);
}

TEST_F(Stop, HostPausesForADayThenInTime) {
  Scene scene;
  start(scene);
  scene.fault("/v3/jobs", "status", {{"status", 429}, {"headers", {{"Retry-After", "86400"}}}, {"body", "<html>"}});
  EXPECT_TRUE(status_says(scene, "refuses requests"));
  EXPECT_EQ(term(scene), 0);
  EXPECT_THAT(scene.log(), HasSubstr("stopped"));
  expect_nothing_lost(scene);
}

TEST_F(Stop, HostPausesAndOneSweepIsWantedThenInTime) {
  Scene scene;
  for (std::uint64_t i = 0; i < 5; ++i) scene.watch(Service::build, i);
  scene.write();
  scene.fault("/v3/jobs", "status", {{"status", 503}, {"headers", {{"Retry-After", "86400"}}}, {"body", ""}});
  scene.start({"--once"});
  ASSERT_TRUE(eventually([&] { return scene.cloud().stats()["by_status"].contains("503"); }));
  term(scene);
  scene.clear_faults();
  scene.start({"--once"});
  EXPECT_EQ(scene.daemon().wait(), 0) << scene.log();
}

TEST_F(Stop, CloudDoesNotAnswerThenInTime) {
  SceneOptions options;
  Scene scene(options);
  start(scene);
  scene.fault("/v3/jobs", "delay", {{"ms", 60'000}});
  EXPECT_TRUE(eventually([&] { return scene.cloud().stats().value("faults_served", 0) > 0; }));
  EXPECT_EQ(term(scene), 0);
  expect_nothing_lost(scene);
}

TEST_F(Stop, SignInIsRefusedThenInTime) {
  SceneOptions options;
  options.auth = "auth = \"iam\"\nuser = \"watcher\"\ndomain = \"acme\"\npassword_file = \"password\"";
  options.cloud = {
      {"users", {{{"domain", "acme"}, {"user", "watcher"}, {"password", "right"}, {"project", "ap-southeast-3"}}}}};
  Scene scene(options);
  scene.credential("password", "wrong\n");
  scene.watch(Service::build, 0);
  scene.write();
  scene.start();
  EXPECT_TRUE(scene.until_events("account.rejected", 1));
  EXPECT_EQ(term(scene), 0);
  scene.credential("password", "right\n");
  expect_seen_next_time(scene);
}

TEST_F(Stop, SignInPausesThenInTime) {
  SceneOptions options;
  options.auth = "auth = \"iam\"\nuser = \"watcher\"\ndomain = \"acme\"\npassword_file = \"password\"";
  options.cloud = {
      {"users", {{{"domain", "acme"}, {"user", "watcher"}, {"password", "right"}, {"project", "ap-southeast-3"}}}}};
  Scene scene(options);
  scene.credential("password", "right\n");
  scene.watch(Service::build, 0);
  scene.write();
  scene.fault("/v3/auth/tokens", "status", {{"status", 503}, {"headers", {{"Retry-After", "86400"}}}, {"body", ""}});
  scene.start();
  EXPECT_TRUE(eventually([&] { return scene.cloud().stats().value("faults_served", 0) > 0; }));
  EXPECT_EQ(term(scene), 0);
  expect_seen_next_time(scene);
}

TEST_F(Stop, SinkPausesThenInTimeAndTheMessageComesLater) {
  Scene scene;
  start(scene);
  scene.receiver().answer({.status = 429, .headers = {{"Retry-After", "86400"}}});
  change(scene);
  EXPECT_TRUE(logged(scene, "verdict=slow_down"));
  EXPECT_EQ(term(scene), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM deliveries WHERE state = 'pending'"), 1);
}

TEST_F(Stop, SinkIsSuspendedThenInTime) {
  Scene scene;
  start(scene);
  scene.receiver().answer({.status = 410});
  change(scene);
  EXPECT_TRUE(scene.until_events("sink.suspended", 1));
  EXPECT_EQ(term(scene), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM deliveries WHERE state = 'pending'"), 1);
}

TEST_F(Stop, SinkIsTriedAgainThenInTime) {
  Scene scene;
  start(scene);
  scene.receiver().answer({.status = 500});
  change(scene);
  EXPECT_TRUE(logged(scene, "verdict=retry"));
  EXPECT_EQ(term(scene), 0);
  expect_nothing_lost(scene);
}

TEST_F(Stop, SinkDoesNotAnswerThenInTime) {
  Scene scene;
  start(scene);
  scene.receiver().answer({.delay = std::chrono::minutes{1}});
  change(scene);
  EXPECT_TRUE(eventually([&] {
    return !scene.receiver().deliveries().empty() &&
           scene.count("SELECT count(*) FROM events WHERE type LIKE '%settings%'") == 1;
  }));
  EXPECT_EQ(term(scene), 0);
  expect_nothing_lost(scene);
}

TEST_F(Stop, DiscoveryIsUnderWayThenInTime) {
  SceneOptions options;
  options.extra = "[[discover]]\n";
  options.cloud["generate"] = {{"build", 50}, {"pipeline", 50}, {"check", 50}, {"repo", 50}};
  Scene scene(options);
  scene.write();
  scene.fault("/list|/tasks|/repositories\\?|/v4/projects", "delay", {{"ms", 500}});
  scene.start();
  EXPECT_TRUE(eventually([&] { return scene.cloud().stats().value("faults_served", 0) > 1; }));
  EXPECT_EQ(term(scene), 0);
  scene.clear_faults();
  scene.start();
  EXPECT_TRUE(scene.first_sight());
  EXPECT_EQ(term(scene), 0);
}

TEST_F(Stop, SecondLookIsToComeThenInTime) {
  Scene scene;
  start(scene);
  // An answer that empties a section is asked for again after two seconds.
  scene.fault(id_of(0), "status", {{"status", 200}, {"body", R"({"result":[],"error":null,"status":"success"})"}});
  EXPECT_TRUE(eventually([&] { return scene.cloud().stats().value("faults_served", 0) > 0; }));
  EXPECT_EQ(term(scene), 0);
  EXPECT_EQ(scene.events("settings.changed"), 0);
  expect_nothing_lost(scene);
}

TEST_F(Stop, SomebodyWaitsForAPollThenInTimeAndToldSo) {
  Scene scene;
  start(scene);
  scene.fault("/v3/jobs", "status", {{"status", 429}, {"headers", {{"Retry-After", "86400"}}}, {"body", ""}});
  EXPECT_TRUE(status_says(scene, "refuses requests"));
  DaemonProcess asking({daemon_program(), "poll", "--config", scene.config().string()}, scene.dir() / "asking");
  EXPECT_EQ(term(scene), 0);
  EXPECT_EQ(asking.wait(), 69);
  expect_nothing_lost(scene);
}

TEST_F(Stop, HeartbeatGetsNoAnswerThenInTime) {
  const Loopback silent([](Tcp::socket& socket) {
    read_head(socket);
    read_head(socket);  // until the other side closes
  });
  Scene scene;
  scene.credential("hc-url", "http://127.0.0.1:" + std::to_string(silent.port()) + "/ping\n");
  scene.add("[heartbeat]\nurl_file = \"hc-url\"\nevery = \"1s\"");
  start(scene);
  EXPECT_EQ(term(scene), 0);
  expect_nothing_lost(scene);
}

TEST_F(Stop, HistoryIsReadMeanwhileThenInTime) {
  Scene scene;
  start(scene);
  const Other backup(scene.database(), "BEGIN; SELECT count(*) FROM events");
  EXPECT_EQ(term(scene), 0);
  expect_nothing_lost(scene);
}

TEST_F(Stop, AnotherProgramWritesMeanwhileThenInTimeAndWhatWasToldStays) {
  Scene scene;
  start(scene);
  {
    const Other prune(scene.database(), "BEGIN IMMEDIATE");
    EXPECT_EQ(term(scene), 74);
  }
  expect_nothing_lost(scene);
}

TEST_F(Stop, StoreIsStalledAndChangesWaitForItThenInTime) {
  Scene scene;
  start(scene);
  {
    const Other stalled(scene.database(), "BEGIN IMMEDIATE");
    for (std::uint64_t i = 0; i < 4; ++i) change(scene, i);
    const long seen = scene.cloud().stats().value("requests", 0L);
    EXPECT_TRUE(eventually([&] { return scene.cloud().stats().value("requests", 0L) >= seen + 10; }));
    EXPECT_EQ(term(scene), 74);
  }
  scene.start();
  EXPECT_TRUE(scene.until_events("settings.changed", 4)) << "what was not stored did not happen, and is found again";
  EXPECT_EQ(term(scene), 0);
}

TEST_F(Stop, MessagesAreSentAgainThenInTimeAndTheRestComesLater) {
  Scene scene;
  start(scene);
  for (std::uint64_t i = 0; i < 4; ++i) change(scene, i);
  EXPECT_TRUE(scene.until_events("settings.changed", 4));
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM deliveries WHERE state <> 'delivered'", 0));
  scene.receiver().answer({.delay = std::chrono::seconds{1}});
  const auto before = scene.receiver().deliveries().size();
  std::string said;
  EXPECT_EQ(scene.command({"replay", "--sink", "ops", "--since", "1h ago"}, &said), 0) << said;
  EXPECT_TRUE(scene.receiver().wait_for(before + 1, kPatience * 2));
  EXPECT_EQ(term(scene), 0);
  expect_nothing_lost(scene);
}

TEST_F(Stop, DatabaseIsBroughtUpToDateThenInTimeAndItIsWhole) {
  Scene scene;
  scene.watch(Service::build, 0);
  scene.write();
  attack::make_database_of_schema(scene.database(), 4, 400'000);
  const std::string backup = scene.database().string() + ".schema-4.backup";
  scene.start();
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(backup) || !scene.daemon().running(); }));
  term(scene);
  std::string said;
  const long runs = scene.count("SELECT count(*) FROM run");
  scene.start();
  EXPECT_TRUE(scene.until_count("SELECT count(*) > " + std::to_string(std::max(runs, 0L)) + " FROM run", 1))
      << scene.log();
  EXPECT_TRUE(logged(scene, "watching")) << scene.log();
  EXPECT_EQ(term(scene), 0);
  EXPECT_EQ(scene.command({"verify"}, &said), 0) << said;
}

TEST_F(Stop, OldHistoryIsPrunedMeanwhileThenInTime) {
  SceneOptions options;
  options.storage_extra = "keep = \"30d\"\n";
  Scene scene(options);
  scene.watch(Service::build, 0);
  scene.write();
  attack::make_aged_database(scene.database(), 5'000);
  scene.start();
  EXPECT_TRUE(logged(scene, "watching")) << scene.log();
  DaemonProcess pruning({daemon_program(), "prune", "--config", scene.config().string()}, scene.dir() / "pruning");
  ASSERT_TRUE(eventually([&] { return scene.count("SELECT count(*) FROM events") < 5'000; }));
  term(scene);
  EXPECT_EQ(pruning.wait(), 0) << read_file(scene.dir() / "pruning");
  std::string said;
  EXPECT_EQ(scene.command({"verify"}, &said), 0) << said;
}

}  // namespace
}  // namespace noticed::test
