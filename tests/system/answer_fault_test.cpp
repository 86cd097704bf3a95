// Whatever a server does wrong, on whichever API: no setting changes, a gap opens, the next good poll closes it.
#include <gtest/gtest.h>

#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Json;
using codearts::Service;

struct FaultCase {
  const char* kind;
  Json parameters;
};

/// Every fault the simulated cloud can do that leaves no believable answer.
const std::vector<FaultCase>& fault_cases() {
  static const std::vector<FaultCase> cases{
      {"status", {{"status", 500}}},
      {"status", {{"status", 503}, {"body", "busy"}}},
      {"status", {{"status", 400}, {"body", R"({"error_code":"X.400","error_msg":"bad"})"}}},
      {"status", {{"status", 401}, {"body", "{}"}}},
      {"status", {{"status", 403}, {"body", "{}"}}},
      {"status", {{"status", 404}, {"body", "{}"}}},
      {"delay", {{"ms", 2000}}},
      {"slow", {{"ms", 200}}},
      {"truncate", Json::object()},
      {"garbage", Json::object()},
      {"html", Json::object()},
      {"reset", Json::object()},
      {"close", Json::object()},
      {"bad_length", Json::object()},
      {"wrong_type", {{"form", "booleans"}}},
      {"wrong_type", {{"form", "array"}}},
      {"wrong_type", {{"form", "text"}}},
      {"huge", {{"mb", 2}}},
      {"deep", {{"depth", 1000}}},
      {"deep", {{"depth", 4194304}}},
      {"gzip_bomb", Json::object()},
      {"duplicate", Json::object()},
      {"error200", Json::object()},
      {"empty_object", Json::object()},
      {"redirect", Json::object()}};
  return cases;
}

constexpr long kSectionsOfAll = 1 + 7 + 1 + 6;  // build, pipeline, check, repo

class FaultRun {
 public:
  FaultRun() {
    for (std::size_t i = 0; i < fault_cases().size(); ++i) {
      auto& ids = ids_.emplace_back();
      for (const auto service : {Service::build, Service::pipeline, Service::check, Service::repo})
        ids.push_back(scene_.watch(service, i));
    }
    scene_.write();
    scene_.start();
  }
  void plant() {
    for (std::size_t i = 0; i < fault_cases().size(); ++i)
      for (const auto& id : ids_[i]) scene_.fault(id, fault_cases()[i].kind, fault_cases()[i].parameters);
  }
  long gaps_of(std::size_t number, const std::string& condition) {
    std::string list;
    for (const auto& id : ids_[number]) list += (list.empty() ? "'" : ",'") + id + "'";
    return scene_.count("SELECT count(*) FROM gaps WHERE reason <> 'not_running' AND external_id IN (" + list +
                        ") AND " + condition);
  }
  /// Gaps, those that follow one another without a break (the kind of failure may change) counted as one.
  long closed_gaps_of(std::size_t number) {
    return gaps_of(number,
                   "to_at >= from_at AND NOT EXISTS (SELECT 1 FROM gaps e WHERE e.resource_id = gaps.resource_id AND "
                   "e.section = gaps.section AND e.to_at = gaps.from_at AND e.from_at < gaps.from_at)");
  }
  long total() const { return kSectionsOfAll * static_cast<long>(fault_cases().size()); }
  Scene& scene() { return scene_; }

 private:
  Scene scene_;
  std::vector<std::vector<std::string>> ids_;
};

TEST(Faults, EveryFaultOnEveryApiOpensOneGapAndChangesNothing) {
  FaultRun run;
  ASSERT_TRUE(run.scene().first_sight()) << run.scene().log();
  run.plant();
  EXPECT_TRUE(run.scene().until_count("SELECT count(*) FROM gaps WHERE to_at IS NULL AND reason <> 'not_running'",
                                      run.total()));
  // Still failing: the same gap stays open.
  const auto served = run.scene().cloud().stats()["faults_served"].get<long>();
  const auto more = [&] { return run.scene().cloud().stats()["faults_served"].get<long>() > served + 2 * run.total(); };
  EXPECT_TRUE(eventually(more));
  for (std::size_t i = 0; i < fault_cases().size(); ++i)
    EXPECT_EQ(run.gaps_of(i, "to_at IS NULL"), kSectionsOfAll) << fault_cases()[i].kind << fault_cases()[i].parameters;
  run.scene().clear_faults();
  EXPECT_TRUE(run.scene().until_count("SELECT count(*) FROM gaps WHERE to_at IS NULL AND reason <> 'not_running'", 0));
  for (std::size_t i = 0; i < fault_cases().size(); ++i)
    EXPECT_EQ(run.closed_gaps_of(i), kSectionsOfAll) << fault_cases()[i].kind << fault_cases()[i].parameters;
  EXPECT_EQ(run.scene().count("SELECT count(*) FROM changes"), 0);
  EXPECT_EQ(run.scene().count("SELECT count(*) FROM snapshots"), 4 * static_cast<long>(fault_cases().size()));
  EXPECT_EQ(run.scene().events("settings.changed"), 0);
}

TEST(Faults, AnEmptiedAnswerIsBelievedOnlyWhenItIsSaidTwice) {
  Scene scene;
  const auto once = scene.watch(Service::build, 0);
  const auto twice = scene.watch(Service::build, 1);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  const auto polls = scene.cloud().stats()["requests"].get<long>();
  scene.fault(once, "emptied", {{"times", 1}});
  scene.fault(twice, "emptied");
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM events WHERE type = 'noticed.settings.changed'", 1));
  EXPECT_TRUE(eventually([&] { return scene.cloud().stats()["requests"].get<long>() > polls + 10; }));
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes WHERE external_id = '" + once + "'"), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes WHERE external_id = '" + twice + "' AND op <> 'removed'"), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM settings WHERE external_id = '" + twice + "'"), 0);
}

TEST(Faults, APartialCycleKeepsTheFailedSectionAndTellsTheOthers) {
  Scene scene;
  const auto id = scene.watch(Service::pipeline, 0);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.fault(id + ".*type=2", "status", {{"status", 500}});
  scene.set(Service::pipeline, id, "2", "/events/3/selected", true);
  scene.set(Service::pipeline, id, "1", "/events/3/selected", true);
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM changes WHERE channel = 'system'", 1));
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes WHERE channel = 'email'"), 0);
  scene.clear_faults();
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM changes WHERE channel = 'email'", 1));
  // Its window begins with its own gap.
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes c JOIN gaps g USING (resource_id) WHERE c.channel = 'email' AND "
                        "g.section = 'email' AND c.not_before = g.from_at AND c.observed_at >= g.to_at"),
            1);
}

/// Throttling concerns the host, so it has a cloud of its own.
TEST(Faults, ThrottledThenAGapAndNoChangeUntilTheCloudAllowsIt) {
  Scene scene;
  const auto id = scene.watch(Service::build, 1);
  scene.write();
  scene.start();
  ASSERT_TRUE(scene.first_sight());
  scene.fault(id, "throttle", {{"limit", 6000}, {"time", "1 second"}, {"times", 6}});
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM gaps WHERE reason = 'throttled' AND to_at IS NOT NULL", 1));
  EXPECT_EQ(scene.count("SELECT count(*) FROM changes"), 0);
  EXPECT_EQ(scene.count("SELECT count(*) FROM snapshots"), 1);
}

}  // namespace
}  // namespace noticed::test
