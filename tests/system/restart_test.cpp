// Stopping and starting: silent, but for what changed meanwhile.
#include <gtest/gtest.h>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

class Restart : public ::testing::TestWithParam<bool> {};

TEST_P(Restart, IsSilentAndAChangeMadeMeanwhileIsOneEventWithItsWindow) {
  const bool hard = GetParam();
  Scene scene;
  scene.watch_all(0);
  const auto build = codearts::generated_id(Service::build, 0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  if (hard)
    scene.kill_hard();
  else
    EXPECT_EQ(scene.stop(), 0);
  const auto confirmed =
      scene.query("SELECT confirmed_at FROM snapshots WHERE external_id = '" + build + "'").front().front();
  const auto ended = scene.query("SELECT max(taken_at) FROM snapshots").front().front();

  scene.start();  // nothing happened
  EXPECT_TRUE(eventually(
      [&] { return scene.count("SELECT count(*) FROM resources WHERE last_polled_at > '" + ended + "'") == 4; }));
  scene.stop();
  EXPECT_EQ(scene.count("SELECT count(*) FROM events"), 1);

  const auto last =
      scene.query("SELECT confirmed_at FROM snapshots WHERE external_id = '" + build + "'").front().front();
  scene.set(Service::build, build, "query", "/result/1/enable_map/buildJobFail", false);
  scene.start();
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM events WHERE type = 'noticed.settings.changed'", 1));
  const auto change = scene.query("SELECT not_before, observed_at, effect FROM changes").front();
  EXPECT_EQ(change[0], last) << "from the last confirmation before the stop";
  const auto gap = scene
                       .query("SELECT from_at, to_at FROM gaps WHERE reason = 'not_running' AND external_id = '" +
                              build + "' ORDER BY from_at DESC")
                       .front();
  EXPECT_GE(gap[0], change[0]);
  EXPECT_LE(gap[1], change[1]);
  EXPECT_EQ(change[2], "muted");
  EXPECT_GE(last, confirmed);
  EXPECT_TRUE(scene.receiver().wait_for(2, std::chrono::seconds{20}));
  EXPECT_EQ(scene.stop(), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM events"), 2);
}

INSTANTIATE_TEST_SUITE_P(Ways, Restart, ::testing::Values(false, true),
                         [](const auto& way) { return way.param ? "AfterAKill" : "AfterACleanStop"; });

TEST(RestartOnce, SweepsEachResourceOneTimeAndExits) {
  Scene scene;
  scene.watch_all(0);
  scene.write();
  scene.start({"--once"});
  EXPECT_EQ(scene.daemon().wait(), 0) << scene.log();
  EXPECT_EQ(scene.cloud().stats()["requests"], 15);
  EXPECT_EQ(scene.receiver().deliveries().size(), 1U) << "the posture message";
  EXPECT_EQ(scene.count("SELECT count(*) FROM snapshots"), 4);
}

TEST(RestartOnce, SaysWithItsStatusThatSomethingFailed) {
  Scene scene;
  scene.watch_all(0);
  scene.fault("/v1/task", "status", {{"status", 500}});
  scene.write();
  scene.start({"--once"});
  EXPECT_EQ(scene.daemon().wait(), 69);
}

TEST(RestartOnce, RefusesBesideARunningDaemon) {
  Scene scene;
  scene.watch_all(0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  std::string output;
  EXPECT_EQ(scene.command({"run", "--once"}, &output), 69);
  EXPECT_NE(output.find(scene.database().string()), std::string::npos) << output;
}

}  // namespace
}  // namespace noticed::test
