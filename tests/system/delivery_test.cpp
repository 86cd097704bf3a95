// What is told is stored, and what is stored is told, or stays as a visible dead letter.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

std::set<std::string> ids_at(receiver::Receiver& receiver) {
  std::set<std::string> ids;
  for (const auto& delivery : receiver.deliveries()) ids.insert(delivery.headers.at("webhook-id"));
  return ids;
}

TEST(Delivery, SurvivesKillsAtRandomInstants) {
  Scene scene;
  constexpr int kJobs = 20;
  std::vector<std::string> jobs;
  for (std::uint64_t i = 0; i < kJobs; ++i) jobs.push_back(scene.watch(Service::build, i));
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  std::mt19937 random(20261122);
  for (int round = 0; round < 8; ++round) {
    for (const auto& job : jobs)
      scene.set(Service::build, job, "query", "/result/0/enable_map/buildJobFail", round % 2 == 0);
    const auto before = scene.receiver().deliveries().size();
    const auto some = before + random() % kJobs;
    eventually([&] { return scene.receiver().deliveries().size() >= some; }, std::chrono::seconds{4});
    scene.kill_hard();
    // Every event in a webhook is in the database: it was committed before it was sent.
    for (const auto& id : ids_at(scene.receiver()))
      ASSERT_EQ(scene.count("SELECT count(*) FROM events WHERE id = '" + id + "'"), 1) << id;
    scene.start();
  }
  for (const auto& job : jobs) scene.set(Service::build, job, "query", "/result/0/enable_map/deleteJob", true);
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM changes WHERE event = 'deleteJob'", kJobs));
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM deliveries WHERE state <> 'delivered'", 0));
  EXPECT_EQ(scene.stop(), 0);
  std::set<std::string> stored;
  for (const auto& row : scene.query("SELECT id FROM events")) stored.insert(row.front());
  EXPECT_EQ(ids_at(scene.receiver()), stored);
}

TEST(Delivery, RetriesUntilTheReceiverIsBack) {
  Scene scene;
  scene.watch_all(0);
  scene.receiver().answer({.status = 503}, 2);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM deliveries WHERE state = 'delivered' AND attempts = 3", 1,
                                std::chrono::seconds{60}));
  const auto deliveries = scene.receiver().deliveries();
  ASSERT_EQ(deliveries.size(), 3U);
  EXPECT_EQ(deliveries[0].headers.at("webhook-id"), deliveries[2].headers.at("webhook-id"));
  EXPECT_EQ(deliveries[0].body, deliveries[2].body);
}

TEST(Delivery, ThatIsTooOldBecomesAVisibleDeadLetter) {
  SceneOptions options;
  options.sink_extra = "max_age = \"1s\"";
  Scene scene(options);
  scene.watch_all(0);
  scene.receiver().answer({.status = 500});
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM deliveries WHERE state = 'dead' AND last_status = 500", 1,
                                std::chrono::seconds{60}));
  std::string output;
  EXPECT_EQ(scene.command({"status"}, &output), 0);
  EXPECT_NE(output.find("1 dead"), std::string::npos) << output;
}

}  // namespace
}  // namespace noticed::test
