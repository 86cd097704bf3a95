// Signals and files that change under a running daemon.
#include <gtest/gtest.h>

#include <csignal>

#include "storage/model/clock.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Service;

TEST(Reload, ABadFileKeepsTheOldOneRunning) {
  Scene scene;
  scene.watch(Service::build, 0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  write_file(scene.config(), read_file(scene.config()) + "[polling]\nintervall = \"1s\"\n");
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return scene.log().find("config_rejected") != std::string::npos; }));
  scene.set(Service::build, codearts::generated_id(Service::build, 0), "query", "/result/1/enable_map/buildJobFail",
            false);
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM changes", 1)) << "still watching";
}

TEST(Reload, ABadFileIsToldByStatusUntilItIsMended) {
  Scene scene;
  scene.watch(Service::build, 0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  const std::string good = read_file(scene.config());
  const auto status = [&] {
    std::string output;
    EXPECT_EQ(scene.command({"status"}, &output), 0) << output;
    return output;
  };
  EXPECT_EQ(status().find("REJECTED"), std::string::npos);
  write_file(scene.config(), good + "[coverage]\ntoldby = []\n");
  scene.daemon().signal(SIGHUP);
  ASSERT_TRUE(eventually([&] { return scene.log().find("config_rejected") != std::string::npos; }));
  const std::string told = status();
  EXPECT_NE(told.find("REJECTED: " + scene.config().string() + ":"), std::string::npos) << told;
  EXPECT_NE(told.find("unknown key \"toldby\""), std::string::npos) << told;
  EXPECT_NE(told.find(" stays in force"), std::string::npos) << told;
  write_file(scene.config(), good);
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return status().find("REJECTED") == std::string::npos; }));
}

TEST(Reload, WhatDiffersIsLoggedLineByLine) {
  Scene scene;
  scene.watch(Service::build, 0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  std::string text = read_file(scene.config());
  text.replace(text.find("\"2s\""), 4, "\"900ms\"");
  write_file(scene.config(), text);
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(eventually([&] {
    return scene.log().find("config_key key=polling.timeout old=2s new=900ms\n") != std::string::npos;
  })) << scene.log();
  EXPECT_TRUE(scene.until_events("config.changed", 1));
}

TEST(Reload, TakesAndRetiresResourcesSilently) {
  Scene scene;
  scene.watch(Service::build, 0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  const std::string before = read_file(scene.config());
  scene.watch(Service::check, 0);
  scene.write();
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM resources WHERE state = 'ok'", 2));
  write_file(scene.config(), before);
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM resources WHERE state = 'retired' AND service = 'check'", 1));
  EXPECT_EQ(scene.count("SELECT count(*) FROM gaps WHERE reason = 'not_watched' AND to_at IS NULL"), 1);
  scene.write();
  scene.daemon().signal(SIGHUP);
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE reason = 'not_watched' AND to_at IS NOT NULL", 1));
  EXPECT_EQ(scene.stop(), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes"), 0);
}

/// More than half of an account's resources at once would be doubted, and asked twice.
TEST(Reload, WhatWasAnsweredBeforeIsStillKnownAndNobodyIsAskedTwice) {
  SceneOptions options;
  options.interval = "1h";
  Scene scene(options);
  for (std::uint64_t i = 0; i < 60; ++i) scene.watch(Service::build, i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  std::string text = read_file(scene.config());
  text.replace(text.find("\"2s\""), 4, "\"900ms\"");
  write_file(scene.config(), text);
  scene.daemon().signal(SIGHUP);
  ASSERT_TRUE(scene.until_events("config.changed", 1));
  const auto before = scene.cloud().stats()["requests"].get<long>();
  EXPECT_EQ(scene.command({"poll"}, nullptr), 0);
  EXPECT_EQ(scene.cloud().stats()["requests"].get<long>() - before, 60);
}

TEST(Reload, ARotatedTokenIsUsedWithoutASignal) {
  Scene scene;
  scene.watch_all(0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.cloud().control("tokens", codearts::Json::array({"t2"}));
  EXPECT_TRUE(eventually(
      [&] { return scene.count("SELECT count(*) FROM gaps WHERE to_at IS NULL AND reason = 'auth'") == 15; }));
  write_file(scene.dir() / "credentials/token", "t2\n");
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE to_at IS NULL", 0));
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes"), 0);
}

TEST(Reload, TermAndIntStopCleanlyWithinFiveSeconds) {
  for (const int number : {SIGTERM, SIGINT}) {
    Scene scene;
    scene.watch_all(0);
    scene.write();
    scene.receiver().answer({.delay = std::chrono::milliseconds{30'000}});  // a delivery hangs
    scene.fault("/v1/task", "delay", {{"ms", 30'000}});                     // and so does a poll
    scene.start();
    ASSERT_TRUE(eventually(
        [&] { return !scene.receiver().deliveries().empty() || scene.count("SELECT count(*) FROM deliveries") > 0; }));
    const auto begin = SystemClock().steady();
    scene.daemon().signal(number);
    EXPECT_EQ(scene.daemon().wait(), 0);
    EXPECT_LT(SystemClock().steady() - begin, std::chrono::seconds{5});
    EXPECT_EQ(scene.count("SELECT count(*) FROM deliveries WHERE state = 'pending'"), 1) << "stays to be sent again";
  }
}

}  // namespace
}  // namespace noticed::test
