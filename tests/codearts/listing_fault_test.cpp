// Listings that go wrong: pages lost, halved, repeated, or shifted by what comes into being meanwhile.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "codearts/cloud_listing.h"
#include "codearts/timed_cloud.h"

namespace codearts {
namespace {

using test::json_of;
using test::kProject;
using test::TimedCloud;
using Texts = std::vector<std::string>;

class CodeartsListingFault : public testing::Test {
 protected:
  /// The names on one page of two repositories, counted from 1.
  Texts page(int number) {
    const std::string offset = std::to_string((number - 1) * 2);
    Texts names;
    for (const Json& row : json_of(world_.get("/v4/projects/" + kProject + "/repositories?limit=2&offset=" + offset)))
      names.push_back(row.at("name"));
    return names;
  }
  void fault(const std::string& kind, Json parameters = Json::object()) {
    parameters["path"] = "/";
    parameters["kind"] = kind;
    world_.control("fault", parameters);
  }
  std::uint64_t served() { return world_.stats().at("faults_served"); }

  TimedCloud world_{Json::parse(R"({"tokens":["t1"],"generate":{"build":6,"pipeline":6,"check":6,"repo":6}})")};
};

TEST_F(CodeartsListingFault, LostPageComesBackEmptyWithItsTotal) {
  fault("lose_page", {{"page", 2}});
  EXPECT_EQ(page(1), (Texts{"repo-0", "repo-1"}));
  EXPECT_EQ(page(2), Texts{});
  EXPECT_EQ(page(3), (Texts{"repo-4", "repo-5"}));
  const Json jobs = json_of(world_.get("/v1/job/" + kProject + "/list?page_index=1&page_size=2"));
  EXPECT_EQ(jobs.dump(), R"({"result":{"job_list":[],"total":6},"error":null,"status":"success"})");
  EXPECT_EQ(served(), 2U);
}

TEST_F(CodeartsListingFault, HalfOfAPageIsDropped) {
  fault("half_page", {{"times", 1}});
  EXPECT_EQ(page(2), Texts{"repo-2"});
  EXPECT_EQ(page(2), (Texts{"repo-2", "repo-3"}));
}

TEST_F(CodeartsListingFault, PageBeforeIsServedAgain) {
  fault("repeat_page", {{"page", 3}});
  EXPECT_EQ(page(2), (Texts{"repo-2", "repo-3"}));
  EXPECT_EQ(page(3), (Texts{"repo-2", "repo-3"}));
  EXPECT_EQ(page(1), (Texts{"repo-0", "repo-1"}));
}

TEST_F(CodeartsListingFault, GrowingListingShiftsItsRows) {
  fault("grow");
  EXPECT_EQ(page(1), (Texts{"grown-1", "repo-0"}));
  EXPECT_EQ(page(2), (Texts{"repo-0", "repo-1"}));
  EXPECT_EQ(page(3), (Texts{"repo-1", "repo-2"}));
  world_.control("fault", Json::object(), "DELETE");
  EXPECT_EQ(page(1), (Texts{"grown-3", "grown-2"}));
  const std::string target = "/v4/repositories/" + grown_id(Service::repo, 3) + "/notification-subscriptions/status";
  EXPECT_EQ(world_.get(target).status, 200U);
}

TEST_F(CodeartsListingFault, ProjectsGrowToo) {
  fault("grow");
  const Json answer = json_of(world_.get("/v4/projects?offset=0&limit=10"));
  EXPECT_EQ(answer.at("total"), 2);
  EXPECT_EQ(answer.at("projects").at(0).at("project_name"), "grown-1");
}

TEST_F(CodeartsListingFault, KindsOfListingsLeaveOtherAnswersAlone) {
  for (const char* kind : {"lose_page", "half_page", "repeat_page", "grow"}) fault(kind);
  EXPECT_EQ(world_.get("/v4/repositories/1000000/notification-subscriptions/status").status, 200U);
  EXPECT_EQ(world_.get("/v4/projects").status, 400U);
  EXPECT_EQ(served(), 0U);
  EXPECT_EQ(world_.get("/v4/projects?offset=0&limit=10", "").status, 401U);
}

TEST_F(CodeartsListingFault, OtherKindsMeetOnePageToo) {
  fault("status", {{"status", 503}, {"page", 2}, {"times", 1}});
  EXPECT_EQ(page(1).size(), 2U);
  EXPECT_EQ(world_.get("/v4/projects/" + kProject + "/repositories?limit=2&offset=2").status, 503U);
  EXPECT_EQ(page(2).size(), 2U);
}

TEST_F(CodeartsListingFault, CheckCountsItsPagesFromOneHere) {
  fault("lose_page", {{"page", 1}});
  const std::string tasks = "/v2/" + kProject + "/tasks?limit=2&offset=";
  EXPECT_EQ(json_of(world_.get(tasks + "0")).at("tasks").size(), 0U);
  EXPECT_EQ(json_of(world_.get(tasks + "1")).at("tasks").size(), 0U);
  EXPECT_EQ(json_of(world_.get(tasks + "2")).at("tasks").size(), 2U);
}

TEST_F(CodeartsListingFault, KindsOfSettingsMeetListings) {
  const std::string jobs = "/v1/job/" + kProject + "/list?page_index=0&page_size=1";
  const auto meet = [&](const std::string& kind, const std::string& target) {
    fault(kind, {{"times", 1}});
    return world_.get(target).body->text;
  };
  EXPECT_EQ(meet("empty_object", jobs), "{}");
  EXPECT_EQ(meet("emptied", jobs), R"({"result":{"job_list":[],"total":6},"error":null,"status":"success"})");
  EXPECT_EQ(meet("emptied", "/v4/projects/" + kProject + "/repositories"), "[]");
  EXPECT_EQ(meet("emptied", "/v4/projects?offset=0&limit=1"), R"({"projects":[],"total":1})");
  EXPECT_TRUE(meet("html", jobs).starts_with("<!DOCTYPE html>"));
  EXPECT_EQ(Json::parse(meet("error200", jobs)).at("status"), "fail");
  EXPECT_EQ(Json::parse(meet("throttle", jobs)).at("error_code"), "APIGW.0308");
  EXPECT_TRUE(meet("duplicate", jobs).starts_with(R"({"result":null,"result":{)"));
}

}  // namespace
}  // namespace codearts
