// What is seen for the first time is no change.
#include <gtest/gtest.h>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

TEST(FirstSight, OfFiveThousandResourcesIsOneMessage) {
  SceneOptions options;
  options.interval = "10s";
  options.cloud["generate"] = {{"build", 4700}, {"pipeline", 100}, {"check", 100}, {"repo", 100}};
  options.cloud["vary"] = true;
  Scene scene(options);
  for (std::uint64_t i = 0; i < 4700; ++i) scene.watch(Service::build, i);
  for (std::uint64_t i = 0; i < 100; ++i)
    for (const auto service : {Service::pipeline, Service::check, Service::repo}) scene.watch(service, i);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight()) << scene.log();
  EXPECT_TRUE(scene.receiver().wait_for(1, std::chrono::seconds{10}));
  EXPECT_EQ(scene.stop(), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM snapshots"), 5000);
  EXPECT_EQ(scene.count("SELECT count(*) FROM events"), 1);
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes"), 0);
  EXPECT_EQ(scene.receiver().deliveries().size(), 1U);
  const auto body = Json::parse(scene.receiver().deliveries().front().body);
  EXPECT_EQ(body["type"], "noticed.report.posture");
  EXPECT_EQ(body["data"]["posture"]["resources"], 5000);
}

TEST(FirstSight, OfASectionThatAnswersLaterIsSilent) {
  Scene scene;
  const auto pipeline = scene.watch(Service::pipeline, 0);
  const auto build = scene.watch(Service::build, 0);
  scene.fault(pipeline + ".*type=3", "status", {{"status", 500}});
  scene.fault(build, "reset");
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE to_at IS NULL", 2));
  EXPECT_EQ(scene.count("SELECT count(*) FROM settings WHERE channel = 'wecom' AND attribute = 'enabled'"), 0);
  scene.clear_faults();
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE to_at IS NULL", 0));
  EXPECT_GT(scene.count("SELECT count(*) FROM settings WHERE channel = 'wecom' AND attribute = 'enabled'"), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes"), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM events"), 1);
}

TEST(FirstSight, OfAChannelThatBecomesSupportedIsSilent) {
  Scene scene;
  const auto id = scene.watch(Service::pipeline, 0);
  scene.fault(id + ".*type=5", "status",
              {{"status", 400}, {"body", R"({"error_code":"DEVCP.00000001","error_msg":"type"})"}});
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  EXPECT_EQ(scene.count("SELECT count(*) FROM gaps"), 0) << "unsupported is no gap";
  scene.clear_faults();
  EXPECT_TRUE(eventually([&] {
    return scene.count("SELECT count(*) FROM settings WHERE channel = 'feishu' AND event = 'pipelineRun.failed'") > 0;
  }));
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes"), 0);
}

TEST(FirstSight, OfNothingButFailuresPutsTheReportOff) {
  Scene scene;
  scene.watch_all(0);
  scene.cloud().control("tokens", Json::array({"another"}));
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE to_at IS NULL", 15));
  EXPECT_EQ(scene.count("SELECT count(*) FROM events"), 0) << "no false comfort";
  scene.cloud().control("tokens", Json::array({"t1"}));
  EXPECT_TRUE(scene.first_sight());
  const auto body = Json::parse(scene.query("SELECT body FROM events").front().front());
  EXPECT_EQ(body["data"]["posture"]["observed"], 4);
}

}  // namespace
}  // namespace noticed::test
