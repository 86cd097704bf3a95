// A cloud that limits, and one that is away: the daemon neither hammers nor starves anybody.
#include <gtest/gtest.h>

#include "storage/model/clock.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

TEST(Manners, CloudAllowsSixtyInAWindowThenTheDaemonSettlesBelowAndAllAreInTurn) {
  SceneOptions options;
  options.interval = "4s";
  options.rate_limit = "500/s";
  // Sixty per second, where the cloud allows sixty per minute; the text is the gateway's.
  options.cloud = {{"tokens", {"t1"}}, {"limit", {{"requests", 60}, {"window_ms", 1000}, {"text", "1 second"}}}};
  Scene scene(options);
  for (std::uint64_t i = 0; i < 100; ++i) scene.watch(Service::build, i);
  for (std::uint64_t i = 0; i < 12; ++i) scene.watch(Service::pipeline, i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  // Steady: three more sweeps without a refusal.
  scene.cloud().control("reset-stats");
  ASSERT_TRUE(eventually([&] { return scene.cloud().stats().value("requests", 0) > 500; }));
  const Json stats = scene.cloud().stats();
  EXPECT_EQ(stats.value("throttled", -1), 0);
  EXPECT_LE(stats.value("most_in_window", 999), 60);
  EXPECT_EQ(scene.count("SELECT count(*) FROM resources WHERE state = 'ok'"), 112);
}

TEST(Manners, CloudAsksForAPauseThenItGetsIt) {
  SceneOptions options;
  Scene scene(options);
  for (std::uint64_t i = 0; i < 10; ++i) scene.watch(Service::build, i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.fault("/v3/jobs", "status", {{"status", 429}, {"times", 1}, {"headers", {{"Retry-After", "4"}}}});
  ASSERT_TRUE(eventually([&] { return scene.cloud().stats()["by_status"].contains("429"); }));
  const long quiet = scene.cloud().stats().value("requests", 0L);
  const SystemClock clock;
  const auto begin = clock.steady();
  ASSERT_TRUE(eventually([&] { return scene.cloud().stats().value("requests", 0L) > quiet + 10; }));
  EXPECT_GE(clock.steady() - begin, std::chrono::milliseconds{3500});
}

TEST(Manners, CloudIsAwayAndReturnsThenOneEventEachAndNoBurst) {
  SceneOptions options;
  Scene scene(options);
  for (std::uint64_t i = 0; i < 40; ++i) scene.watch(Service::build, i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.fault("/v", "close");
  ASSERT_TRUE(scene.until_events("service.unreachable", 1));
  ASSERT_TRUE(scene.until_count("SELECT min(failures) >= 5 FROM resources", 1));
  scene.cloud().control("limit", {{"requests", 1'000'000}, {"window_ms", 1000}, {"text", "1 second"}});
  scene.clear_faults();
  scene.cloud().control("reset-stats");
  ASSERT_TRUE(scene.until_events("service.recovered", 1));
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM resources WHERE state = 'ok'", 40));
  // The plan is forty per second; there are no retries while the host is down.
  EXPECT_LE(scene.cloud().stats().value("most_in_window", 999), 70);
  EXPECT_EQ(scene.events("resource.unreachable"), 0);
  EXPECT_EQ(scene.events("service.unreachable"), 1);
}

TEST(Manners, OneResourceFailsThenUnreachableOnceAndRecoveredOnce) {
  Scene scene;
  const auto id = scene.watch(Service::build, 1);
  scene.watch(Service::build, 2);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.fault(id, "status", {{"status", 403}, {"body", "{}"}});
  ASSERT_TRUE(scene.until_events("resource.unreachable", 1));
  ASSERT_TRUE(scene.until_count("SELECT failures >= 6 FROM resources WHERE external_id = '" + id + "'", 1));
  EXPECT_EQ(scene.events("resource.unreachable"), 1);
  scene.stop();
  scene.start();  // the next run does not report it again
  ASSERT_TRUE(scene.until_count("SELECT failures >= 9 FROM resources WHERE external_id = '" + id + "'", 1));
  EXPECT_EQ(scene.events("resource.unreachable"), 1);
  scene.clear_faults();
  EXPECT_TRUE(scene.until_events("resource.recovered", 1));
}

TEST(Manners, FailsOnceThenRecoversWithoutAWord) {
  Scene scene;
  const auto id = scene.watch(Service::build, 1);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.fault(id, "status", {{"status", 403}, {"body", "{}"}, {"times", 2}});
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE to_at IS NOT NULL", 1));
  EXPECT_EQ(scene.events("resource.unreachable"), 0);
  EXPECT_EQ(scene.events("resource.recovered"), 0);
}

TEST(Manners, ThreeLikeChangesThenTheProjectsOthersArePolledAtOnce) {
  SceneOptions options;
  options.interval = "1h";
  Scene scene(options);
  std::vector<std::string> ids;
  for (std::uint64_t i = 0; i < 30; ++i)
    ids.push_back(
        scene.watch(Service::build, i, i < 3 ? "project_id = \"p1\"\ninterval = \"1s\"" : "project_id = \"p1\""));
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  for (const auto& id : ids) scene.set(Service::build, id, "query", "/result/1/enable_map/buildJobFail", false);
  EXPECT_TRUE(scene.until_events("settings.changed", 30));
}

TEST(Manners, NearlyEverythingSeemsToChangeForAMomentThenMostOfItIsNotBelieved) {
  SceneOptions options;
  options.interval = "2s";
  Scene scene(options);
  for (std::uint64_t i = 0; i < 60; ++i) scene.watch(Service::build, i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  // The answer of another job, served to each request of about one interval.
  scene.fault(
      "/v3/jobs", "status",
      {{"status", 200},
       {"times", 60},
       {"body",
        R"({"result":[{"notice_type":"MAIL","enable_map":{"buildJobFail":false}}],"error":null,"status":"success"})"}});
  ASSERT_TRUE(eventually([&] { return scene.events("settings.changed") >= 20; }));
  ASSERT_TRUE(eventually([&] { return scene.cloud().stats().value("requests", 0) > 60 * 8; }));
  // Resources polled before the breaker opened changed twice, there and back; the others not at all.
  EXPECT_LE(scene.count("SELECT count(DISTINCT resource_id) FROM changes"), 35);
}

}  // namespace
}  // namespace noticed::test
