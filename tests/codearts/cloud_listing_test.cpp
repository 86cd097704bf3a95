// The listings as they answer when nothing is wrong.
#include "codearts/cloud_listing.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "codearts/timed_cloud.h"

namespace codearts {
namespace {

using test::json_of;
using test::kProject;
using test::TimedCloud;
using Texts = std::vector<std::string>;

/// A page of each kind, by its rows before and its size.
std::string builds(int page, int size, const std::string& project = kProject) {
  return "/v1/job/" + project + "/list?page_index=" + std::to_string(page) + "&page_size=" + std::to_string(size);
}
std::string tasks(int offset, int limit) {
  return "/v2/" + kProject + "/tasks?offset=" + std::to_string(offset) + "&limit=" + std::to_string(limit);
}
std::string repos(std::uint64_t offset, int limit, const std::string& project = kProject) {
  return "/v4/projects/" + project + "/repositories?offset=" + std::to_string(offset) +
         "&limit=" + std::to_string(limit);
}

class CodeartsListing : public testing::Test {
 protected:
  Json list(const std::string& target) { return json_of(world_.get(target)); }
  Reply pipelines(const Json& body, const std::string& project = kProject,
                  const std::string& type = "application/json;charset=utf8") {
    return world_.ask({.method = "POST",
                       .target = "/v5/" + project + "/api/pipelines/list",
                       .headers = {{"X-Auth-Token", "t1"}, {"Content-Type", type}},
                       .body = body.dump()});
  }
  static Texts column(Json answer, const char* name) {
    Texts texts;
    for (const Json& row : *rows_in(answer))
      texts.push_back(row.at(name).is_string() ? row.at(name).get<std::string>() : row.at(name).dump());
    return texts;
  }

  TimedCloud world_{Json::parse(R"({"tokens":["t1"],"generate":{"build":5,"pipeline":5,"check":5,"repo":5},
      "projects":[{"project_id":"p1","project_name":"Payments"}],
      "resources":[{"service":"build","id":"b1","project_id":"p1","name":"first"},
                   {"service":"build","id":"b2","project_id":"p1"},
                   {"service":"repo","id":7,"project_id":"p2"}]})")};
};

TEST_F(CodeartsListing, ProjectsAreTheStatedTheNamedAndTheGenerated) {
  const Json answer = list("/v4/projects?offset=0&limit=100");
  EXPECT_EQ(answer.at("total"), 3);
  EXPECT_EQ(column(answer, "project_id"), (Texts{"p1", "p2", kProject}));
  EXPECT_EQ(column(answer, "project_name"), (Texts{"Payments", "p2", "generated"}));
  EXPECT_EQ(column(list("/v4/projects?offset=1&limit=1"), "project_id"), Texts{"p2"});
  world_.control("projects", Json::array());
  world_.control("remove", {{"service", "repo"}, {"id", "7"}});
  EXPECT_EQ(column(list("/v4/projects?offset=0&limit=100"), "project_name"), (Texts{"p1", "generated"}));
}

TEST_F(CodeartsListing, ProjectsComeAHundredAPageWhateverTheLimit) {
  Json projects = Json::array();
  for (int i = 0; i < 150; ++i) projects.push_back({{"project_id", "q" + std::to_string(i)}});
  world_.control("projects", projects);
  const Json answer = list("/v4/projects?offset=0&limit=1000");
  EXPECT_EQ(answer.at("projects").size(), 100U);
  EXPECT_EQ(answer.at("total"), 152 + 1);
}

TEST_F(CodeartsListing, BuildJobsComeInTheShapeThatIsSeen) {
  const Json answer = list(builds(1, 2));
  EXPECT_EQ(answer.at("result").at("total"), 5);
  const Json& job = answer.at("result").at("job_list").at(0);
  EXPECT_EQ(job.at("id"), generated_id(Service::build, 2));
  EXPECT_EQ(job.at("job_name"), "build-2");
  EXPECT_NE(job.at("build_project_id"), job.at("id"));
  EXPECT_EQ(answer.at("result").at("job_list").size(), 2U);
  EXPECT_EQ(list(builds(3, 2)).at("result").at("job_list").size(), 0U);
}

TEST_F(CodeartsListing, QuirkServesTheDocumentedShapes) {
  world_.control("state", Json::parse(R"({"tokens":["t1"],"generate":{"build":1,"pipeline":1},
                                         "quirks":{"documented_lists":true}})"));
  EXPECT_EQ(list(builds(0, 2)).at("jobs").at(0).at("job_name"), "build-0");
  EXPECT_EQ(list(builds(0, 2)).at("total"), 1);
  EXPECT_EQ(column(json_of(pipelines(Json::object())), "pipelineId"), Texts{generated_id(Service::pipeline, 0)});
}

TEST_F(CodeartsListing, PipelinesAreAskedForByABody) {
  const Json answer = json_of(pipelines({{"offset", 3}, {"limit", 50}}));
  EXPECT_EQ(column(answer, "name"), (Texts{"pipeline-3", "pipeline-4"}));
  EXPECT_EQ(answer.at("pipelines").at(0).at("pipeline_id"), generated_id(Service::pipeline, 3));
  EXPECT_EQ(answer.at("pipelines").at(0).at("project_id"), kProject);
  EXPECT_EQ(answer.at("total"), 5);
  EXPECT_EQ(world_.get("/v5/" + kProject + "/api/pipelines/list").status, 404U);
}

TEST_F(CodeartsListing, CheckCountsPagesFromOneAndTakesZeroForOne) {
  EXPECT_EQ(column(list(tasks(0, 2)), "task_name"), (Texts{"check-0", "check-1"}));
  EXPECT_EQ(column(list(tasks(1, 2)), "task_name"), (Texts{"check-0", "check-1"}));
  EXPECT_EQ(column(list(tasks(3, 2)), "task_name"), Texts{"check-4"});
  EXPECT_EQ(list(tasks(4, 2)).at("tasks").size(), 0U);
  EXPECT_EQ(list(tasks(3, 2)).at("total"), 5);
}

TEST_F(CodeartsListing, QuirksCountChecksOffsetOtherwise) {
  Json state = Json::parse(R"({"tokens":["t1"],"generate":{"check":5},"quirks":{"check_from_zero":true}})");
  world_.control("state", state);
  EXPECT_EQ(column(list(tasks(1, 2)), "task_name"), (Texts{"check-2", "check-3"}));
  state["quirks"] = {{"check_records", true}};
  world_.control("state", state);
  EXPECT_EQ(column(list(tasks(1, 2)), "task_name"), (Texts{"check-1", "check-2"}));
}

TEST_F(CodeartsListing, RepositoriesAreABareArrayWithNumbersForIds) {
  const Json answer = list(repos(4, 100));
  ASSERT_TRUE(answer.is_array());
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_EQ(answer.at(0).at("id"), 1'000'004);
  EXPECT_EQ(answer.at(0).at("name"), "repo-4");
  EXPECT_EQ(list(repos(0, 100, "p2")).at(0).at("id"), 7);
}

TEST_F(CodeartsListing, StatedResourcesAreListedByProjectTheNewestFirst) {
  EXPECT_EQ(column(list(builds(0, 10, "p1")), "job_name"), (Texts{"b2", "first"}));
  world_.control("resource", {{"service", "build"}, {"id", "b3"}, {"name", "third"}});
  EXPECT_EQ(column(list(builds(0, 2)), "job_name"), (Texts{"third", "build-0"}));
  EXPECT_EQ(column(list(builds(1, 2)), "job_name"), (Texts{"build-1", "build-2"}));
  EXPECT_EQ(list(builds(0, 2)).at("result").at("total"), 6);
}

TEST_F(CodeartsListing, RemovedResourcesAreNotListed) {
  world_.control("remove", {{"service", "build"}, {"id", "b2"}});
  for (const std::uint64_t index : {0U, 3U})
    world_.control("remove", {{"service", "build"}, {"id", generated_id(Service::build, index)}});
  EXPECT_EQ(column(list(builds(0, 10, "p1")), "job_name"), Texts{"first"});
  EXPECT_EQ(column(list(builds(0, 2)), "job_name"), (Texts{"build-1", "build-2"}));
  EXPECT_EQ(column(list(builds(1, 2)), "job_name"), Texts{"build-4"});
  EXPECT_EQ(list(builds(1, 2)).at("result").at("total"), 3);
}

TEST_F(CodeartsListing, RenamedResourcesKeepTheirPlace) {
  world_.control("rename", {{"service", "build"}, {"id", generated_id(Service::build, 1)}, {"name", "payments"}});
  world_.control("rename", {{"service", "build"}, {"id", "b1"}, {"name", "1st"}});
  EXPECT_EQ(column(list(builds(0, 3)), "job_name"), (Texts{"build-0", "payments", "build-2"}));
  EXPECT_EQ(column(list(builds(0, 3, "p1")), "job_name"), (Texts{"b2", "1st"}));
  EXPECT_THROW(world_.control("rename", {{"service", "build"}, {"id", "b9"}, {"name", "x"}}), StateError);
}

TEST_F(CodeartsListing, GeneratedResourceThatIsStatedMovesToItsProject) {
  const std::string id = generated_id(Service::build, 0);
  world_.control("resource", {{"service", "build"}, {"id", id}, {"project_id", "p1"}, {"name", "moved"}});
  EXPECT_EQ(column(list(builds(0, 10, "p1")), "job_name"), (Texts{"moved", "b2", "first"}));
  EXPECT_EQ(column(list(builds(0, 2)), "job_name"), (Texts{"build-1", "build-2"}));
  world_.control("remove", {{"service", "build"}, {"id", id}});
  EXPECT_EQ(list(builds(0, 10, "p1")).at("result").at("total"), 2);
  EXPECT_EQ(list(builds(0, 10)).at("result").at("total"), 4);
}

TEST_F(CodeartsListing, MissingOrImpossibleParametersAreRefused) {
  const std::string prefix = "/v4/projects";
  for (const char* bad : {"", "?offset=0", "?limit=10", "?offset=0&limit=1001", "?offset=10001&limit=10"})
    EXPECT_EQ(world_.get(prefix + bad).status, 400U) << bad;
  const std::string jobs = "/v1/job/" + kProject + "/list";
  for (const char* bad :
       {"", "?page_index=0", "?page_size=10", "?page_index=0&page_size=101", "?page_index=0&page_size=0"})
    EXPECT_EQ(world_.get(jobs + bad).status, 400U) << bad;
  for (const char* bad : {"?limit=101", "?limit=0", "?offset=1000000", "?offset=x", "?offset=-1"})
    EXPECT_EQ(world_.get("/v2/" + kProject + "/tasks" + bad).status, 400U) << bad;
  EXPECT_EQ(world_.get(repos(0, 101)).status, 400U);
  EXPECT_EQ(pipelines({{"limit", 0}}).status, 400U);
  EXPECT_EQ(pipelines(Json::array()).status, 400U);
  EXPECT_EQ(pipelines({{"limit", 50}}, kProject, "application/x-www-form-urlencoded").status, 400U);
  EXPECT_EQ(world_.get(prefix + "?offset=0&limit=10", "").status, 401U);
}

TEST_F(CodeartsListing, DefaultsAreThoseOfTheDocuments) {
  world_.control("state", Json::parse(R"({"tokens":["t1"],"generate":{"pipeline":200,"check":200,"repo":200}})"));
  EXPECT_EQ(list("/v2/" + kProject + "/tasks").at("tasks").size(), 10U);
  EXPECT_EQ(list("/v4/projects/" + kProject + "/repositories").size(), 20U);
  EXPECT_EQ(json_of(pipelines(Json::object())).at("pipelines").size(), 10U);
  EXPECT_EQ(json_of(pipelines({{"limit", 100}})).at("pipelines").size(), 50U);
}

TEST_F(CodeartsListing, UnknownProjectIsRefusedInTheServicesOwnWords) {
  EXPECT_EQ(world_.get(builds(0, 10, "p9")).status, 404U);
  EXPECT_EQ(json_of(pipelines(Json::object(), "p9")).at("error_code"), "DEVPIPE.00011412");
  const Reply check = world_.get("/v2/p9/tasks");
  EXPECT_EQ(check.status, 200U);
  EXPECT_EQ(json_of(check).at("error_code"), "CC.00050013");
  EXPECT_EQ(world_.get(repos(0, 10, "p9")).status, 403U);
}

TEST_F(CodeartsListing, ManyRepositoriesAreWalkedPageByPage) {
  world_.control("state", Json::parse(R"({"tokens":["t1"],"generate":{"repo":10000}})"));
  world_.control("remove", {{"service", "repo"}, {"id", 1'000'500}});
  std::set<std::string> ids;
  std::uint64_t rows = 0;
  for (std::uint64_t offset = 0; offset < 10'000; offset += 100) {
    const Texts page = column(list(repos(offset, 100)), "id");
    rows += page.size();
    ids.insert(page.begin(), page.end());
  }
  EXPECT_EQ(rows, 9'999U);
  EXPECT_EQ(ids.size(), 9'999U);
  EXPECT_EQ(world_.stats().at("by_endpoint").at("repo.list"), 100);
}

}  // namespace
}  // namespace codearts
