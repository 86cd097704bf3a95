// Discovery against a cloud whose listings come and go, lie and break.
#include <gtest/gtest.h>
#include <signal.h>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

Json counts(int build, int pipeline, int check, int repo) {
  return {{"build", build}, {"pipeline", pipeline}, {"check", check}, {"repo", repo}};
}

/// `every` cannot be shorter than a minute: each reload begins a round.
class Found {
 public:
  explicit Found(Json generate, const std::string& discover = "") {
    SceneOptions options;
    options.interval = "1s";
    options.cloud = {{"tokens", {"t1"}}, {"generate", std::move(generate)}};
    scene_ = std::make_unique<Scene>(options);
    scene_->add("[[discover]]\n" + discover);
    scene_->write();
    scene_->start();
  }
  Scene* operator->() { return scene_.get(); }
  /// Runs another round to its end.
  void round() {
    const auto rounds = [&] { return occurrences("discovery_round"); };
    const auto before = rounds();
    scene_->daemon().signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return rounds() > before; }));
  }
  long watched() const { return scene_->count("SELECT count(*) FROM resources WHERE state <> 'retired'"); }

 private:
  std::size_t occurrences(const std::string& word) const {
    const std::string log = scene_->log();
    std::size_t count = 0;
    for (auto at = log.find(word); at != std::string::npos; at = log.find(word, at + 1)) ++count;
    return count;
  }
  std::unique_ptr<Scene> scene_;
};

TEST(Discovering, NothingIsNamedThenAllOfAllServicesAreWatchedInSilence) {
  Found found(counts(120, 60, 30, 210));
  ASSERT_TRUE(found->first_sight());
  EXPECT_EQ(found.watched(), 420);
  EXPECT_EQ(found->count("SELECT count(*) FROM resources WHERE state = 'ok'"), 420);
  EXPECT_EQ(found->count("SELECT count(*) FROM events"), 1);  // the posture
  EXPECT_EQ(found->count("SELECT count(*) FROM resources WHERE name = '' OR project_id = ''"), 0);
}

TEST(Discovering, SomethingNewThenAddedOnceAndItsFirstSightIsSilent) {
  Found found(counts(5, 0, 0, 0));
  ASSERT_TRUE(found->first_sight());
  found->cloud().control("resource", {{"service", "build"}, {"id", std::string(32, 'a')}, {"name", "new-job"}});
  found.round();
  EXPECT_TRUE(found->until_events("resource.added", 1));
  EXPECT_TRUE(found->until_count("SELECT count(*) FROM resources WHERE name = 'new-job' AND state = 'ok'", 1));
  found.round();
  EXPECT_EQ(found->events("resource.added"), 1);
  EXPECT_EQ(found->events("settings.changed"), 0);
}

TEST(Discovering, RenamedThenTold) {
  Found found(counts(3, 0, 0, 0));
  ASSERT_TRUE(found->first_sight());
  found->cloud().control(
      "rename", {{"service", "build"}, {"id", codearts::generated_id(Service::build, 1)}, {"name", "payments"}});
  found.round();
  EXPECT_TRUE(found->until_events("resource.renamed", 1));
  EXPECT_EQ(found->count("SELECT count(*) FROM resources WHERE name = 'payments'"), 1);
}

TEST(Discovering, DeletedThenGoneAndAfterTwoListingsUnwatched) {
  Found found(counts(0, 0, 0, 5));
  ASSERT_TRUE(found->first_sight());
  found->cloud().control("remove", {{"service", "repo"}, {"id", codearts::generated_id(Service::repo, 2)}});
  EXPECT_TRUE(found->until_events("resource.gone", 1));
  found.round();
  EXPECT_EQ(found.watched(), 5);
  found.round();
  EXPECT_TRUE(found->until_events("resource.unwatched", 1));
  EXPECT_EQ(found.watched(), 4);
}

struct Lie {
  const char* kind;
  Json parameters;
};

TEST(Discovering, ListingsLieThenNothingIsRetiredAndNothingIsTold) {
  Found found(counts(250, 120, 250, 250));
  ASSERT_TRUE(found->first_sight());
  const std::string listings = "/list|/tasks|/repositories\\?|/v4/projects";
  const std::vector<Lie> lies{
      {"lose_page", {{"page", 2}}},
      {"repeat_page", {{"page", 2}}},
      {"half_page", {{"page", 1}}},
      {"empty_object", Json::object()},
      {"html", Json::object()},
      {"status", {{"status", 200}, {"body", "[]"}}},
      {"status", {{"status", 403}, {"body", "{}"}}},
      {"garbage", Json::object()},
      {"truncate", Json::object()},
      {"status", {{"status", 200}, {"body", R"({"total":0,"projects":[],"jobs":[],"pipelines":[],"tasks":[]})"}}}};
  for (const auto& lie : lies) {
    found->fault(listings, lie.kind, lie.parameters);
    for (int i = 0; i < 3; ++i) found.round();
    found->clear_faults();
    EXPECT_EQ(found.watched(), 870) << lie.kind;
  }
  EXPECT_EQ(found->events("resource.unwatched"), 0);
  EXPECT_EQ(found->events("resource.added"), 0);
  EXPECT_TRUE(found->until_count("SELECT count(*) FROM resources WHERE state = 'ok'", 870));
}

TEST(Discovering, ListingsGrowWhileTheyAreReadThenNothingIsRetired) {
  Found found(counts(0, 0, 0, 350));
  ASSERT_TRUE(found->first_sight());
  found->fault("/repositories\\?", "grow");
  for (int i = 0; i < 3; ++i) found.round();
  found->clear_faults();
  found.round();
  EXPECT_GT(found.watched(), 350);
  EXPECT_EQ(found->events("resource.unwatched"), 0);
}

TEST(Discovering, FilterChangesThenWhatLeavesIsTold) {
  Found found(counts(8, 0, 0, 0));
  ASSERT_TRUE(found->first_sight());
  found->add("exclude = [\"build-3\"]");
  found->write();
  found.round();
  EXPECT_TRUE(found->until_events("resource.unwatched", 1));
  EXPECT_EQ(found.watched(), 7);
  const auto rows = found->query("SELECT body FROM events WHERE type = 'noticed.resource.unwatched'");
  EXPECT_NE(rows[0][0].find("\"filter\""), std::string::npos) << rows[0][0];
  EXPECT_EQ(found->events("config.changed"), 1);
}

TEST(Discovering, RestartedThenWhatWasFoundIsWatchedBeforeAnyListing) {
  Found found(counts(8, 0, 0, 0));
  ASSERT_TRUE(found->first_sight());
  found->stop();
  found->fault("/list|/v4/projects", "status", {{"status", 503}});
  const long before = found->count("SELECT sum(polls) FROM snapshots");
  found->start();
  EXPECT_TRUE(eventually([&] { return found->count("SELECT sum(polls) FROM snapshots") > before + 16; }));
  EXPECT_EQ(found.watched(), 8);
}

TEST(Discovering, TenThousandRepositoriesThenAllFound) {
  SceneOptions options;
  options.interval = "10m";
  options.cloud = {{"tokens", {"t1"}}, {"generate", {{"repo", 10'000}}}};
  Scene scene(options);
  scene.add("[[discover]]\nservices = [\"repo\"]\nchannels = [\"email\"]");
  scene.write();
  scene.start();
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM resources", 10'000, std::chrono::seconds{60}));
  EXPECT_EQ(scene.cloud().stats()["by_endpoint"].value("repo.list", 0), 102);
}

}  // namespace
}  // namespace noticed::test
