// The simulated cloud over a real socket: what it answers by default, when it is changed, and when it is asked to fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "codearts/server.h"
#include "codearts/test_client.h"

namespace codearts {
namespace {

using test::Answer;
using test::get;
using test::post;
using test::send;

const std::string kJob = "48c66c6002964721be537cdc6ce0297b";
const std::string kBuild = "/v3/jobs/notice/" + kJob + "/query";
const std::string kPipeline =
    "/v5/e2e18230a85d4d6ab0b56cb6d2246c18/api/pipeline-notices/0747d5a7099e45f69dc1d099945909a9/notice/";
const std::string kCheck = "/v1/task/notification/897acf5exxx48a5013cd";
const std::string kRepo = "/v4/repositories/2111978605/notification-subscriptions/";

Json documented_state() {
  return Json::parse(R"({"tokens":["t1"],"resources":[
    {"service":"build","id":"48c66c6002964721be537cdc6ce0297b"},
    {"service":"pipeline","project_id":"e2e18230a85d4d6ab0b56cb6d2246c18","id":"0747d5a7099e45f69dc1d099945909a9"},
    {"service":"check","id":"897acf5exxx48a5013cd"},
    {"service":"repo","id":"2111978605"}]})");
}

class CodeartsCloud : public testing::Test {
 protected:
  Answer ask(const std::string& target, const std::string& token = "t1") {
    return send(server_.port(), get(target, token));
  }

  Server server_{ServerOptions{.state = documented_state()}};
};

TEST_F(CodeartsCloud, BuildWithoutAnswersGivesTheDocumentedExample) {
  const Json answer = ask(kBuild).json();
  EXPECT_EQ(answer.at("result").size(), 3U);
  EXPECT_EQ(
      answer.at("result").at(1).dump(),
      R"({"notice_type":"MAIL","enable_map":{"buildJobFail":true,"updateConfigJob":false,"buildJobSuccess":false,)"
      R"("deleteJob":false,"forbiddenJob":false},"param_config":null})");
  EXPECT_EQ(answer.at("error"), nullptr);
  EXPECT_EQ(answer.at("status"), "success");
}

TEST_F(CodeartsCloud, PipelineWithoutAnswersGivesTheDocumentedExample) {
  const Json detail = ask(kPipeline + "detail?type=3").json();
  ASSERT_EQ(detail.at("events").size(), 4U);
  EXPECT_EQ(
      detail.at("events").at(3).dump(),
      R"({"id":"pipelineRun.failed","name":null,"selected":false,"english_name":null,"resource_role_receivers":null})");
  EXPECT_EQ(detail.at("webhook_config"), nullptr);
  EXPECT_FALSE(detail.contains("type"));
  const Json status = ask(kPipeline + "status").json();
  ASSERT_EQ(status.size(), 6U);
  EXPECT_EQ(status.at(3).dump(), R"({"type":1,"enabled":true,"project_switch":false,"can_open":true})");
}

TEST_F(CodeartsCloud, CheckWithoutAnswersGivesTheDocumentedExample) {
  const Json answer = ask(kCheck).json();
  ASSERT_EQ(answer.size(), 3U);
  const std::string task =
      R"({"roles":"Developer","sendMail":true,"sendMessage":true,"sendOfficialAccount":false,"sendRolesEnable":true,)"
      R"("sendUsersEnable":true,"userIds":"e8d32c5f742448228fd2ec78bdee72e4"})";
  for (const char* key : {"codeGateFailed", "deleteTask", "executeTask"}) EXPECT_EQ(answer.at(key).dump(), task);
}

TEST_F(CodeartsCloud, RepoWithoutAnswersGivesTheDocumentedExample) {
  EXPECT_EQ(ask(kRepo + "status").json().at("email").dump(), R"({"config_source":"repo","enabled":true})");
  const Json subscription = ask(kRepo + "subscription?type=email").json();
  EXPECT_EQ(subscription.at("repository_id"), 2111978605);
  EXPECT_EQ(subscription.at("waring_repo_usage_rate"), 60);
  ASSERT_EQ(subscription.at("subscript_events").size(), 9U);
  EXPECT_EQ(subscription.at("subscript_events").at(8).dump(),
            R"({"resource_type":"repo","action":"capacity_warning","enabled":true,"role_ids":[""],"role_names":null})");
}

TEST_F(CodeartsCloud, WrongTokenIsRefusedInTheServicesOwnWords) {
  for (const std::string token : {"", "t2"}) {
    EXPECT_EQ(ask(kRepo + "status", token).json().at("error_code"), "CH.00000001");
    EXPECT_EQ(ask(kCheck, token).json().at("error_code"), "CC.00000003");
    EXPECT_EQ(ask(kPipeline + "status", token).json().at("error_code"), "APIGW.0301");
    EXPECT_EQ(ask(kBuild, token).status(), 401U);
  }
  server_.control("tokens", Json::array({"t2"}));
  EXPECT_EQ(ask(kBuild, "t2").status(), 200U);
  EXPECT_EQ(server_.stats().at("unauthorized"), 8);
}

TEST_F(CodeartsCloud, UnknownResourcePathOrTypeIsRefused) {
  EXPECT_EQ(ask("/v3/jobs/notice/x/query").json().at("error_code"), "DEVCB.00031006");
  EXPECT_EQ(
      ask("/v5/other/api/pipeline-notices/0747d5a7099e45f69dc1d099945909a9/notice/status").json().at("error_code"),
      "DEVPIPE.00011401");
  EXPECT_EQ(ask("/v1/task/notification/x").status(), 404U);
  EXPECT_EQ(ask("/v4/repositories/1/notification-subscriptions/status").json().at("error_code"), "CH.00402000");
  EXPECT_EQ(ask("/v3/jobs").json().at("error_code"), "APIGW.0101");
  EXPECT_EQ(ask(kPipeline + "detail").status(), 400U);
  EXPECT_EQ(ask(kPipeline + "detail?type=7").status(), 400U);
  EXPECT_EQ(ask(kRepo + "subscription?type=status").status(), 400U);
}

TEST_F(CodeartsCloud, SetChangesOnePlaceOfOneAnswer) {
  const Json before = ask(kBuild).json();
  const Json edit = Json::parse(R"({"service":"build","id":"48c66c6002964721be537cdc6ce0297b","answer":"query",
      "pointer":"/result/1/enable_map/buildJobFail","value":false})");
  EXPECT_EQ(send(server_.port(), post("/_control/set", edit)).status(), 200U);
  Json expected = before;
  expected["result"][1]["enable_map"]["buildJobFail"] = false;
  EXPECT_EQ(ask(kBuild).body(), expected.dump());
}

TEST_F(CodeartsCloud, SetRemovesOrReplacesAndRefusesNonsense) {
  Json edit{{"service", "repo"},
            {"id", 2111978605},
            {"answer", "email"},
            {"pointer", "/subscript_events/0"},
            {"op", "remove"}};
  server_.control("set", edit);
  EXPECT_EQ(ask(kRepo + "subscription?type=email").json().at("subscript_events").at(0).at("action"), "update");
  server_.control("set",
                  Json{{"service", "repo"}, {"id", "2111978605"}, {"answer", "feishu"}, {"value", Json::object()}});
  EXPECT_EQ(ask(kRepo + "subscription?type=feishu").body(), "{}");
  edit["answer"] = "carrier_pigeon";
  EXPECT_EQ(send(server_.port(), post("/_control/set", edit)).status(), 400U);
  EXPECT_THROW(server_.control("set", edit), StateError);
}

TEST_F(CodeartsCloud, ResourceCanBeAddedAndRemovedWhileRunning) {
  const std::string target = "/v5/p1/api/pipeline-notices/abc/notice/detail?type=2";
  server_.control("resource", Json::parse(R"({"service":"pipeline","project_id":"p1","id":"abc",
      "quirks":{"event_object":true,"type_present":true},"answers":{"2":{"events":[{"id":"e"}],"webhook_config":null}}})"));
  EXPECT_EQ(ask(target).body(), R"({"type":2,"event":{"id":"e"},"webhook_config":null})");
  server_.control("remove", Json{{"service", "pipeline"}, {"id", "abc"}});
  EXPECT_EQ(ask(target).status(), 404U);
}

TEST_F(CodeartsCloud, GeneratedResourcesHaveIdsComputedFromTheirIndex) {
  EXPECT_EQ(generated_id(Service::build, 255), "b111d0000000000000000000000000ff");
  EXPECT_EQ(generated_id(Service::repo, 7), "1000007");
  for (const Service service : {Service::build, Service::pipeline, Service::check, Service::repo})
    EXPECT_EQ(generated_index(service, generated_id(service, 999'999)), 999'999U);
  server_.control("state", Json::parse(R"({"tokens":["t1"],"vary":true,"generate":{"build":1000000,"repo":10}})"));
  const std::string repo = "/v4/repositories/1000007/notification-subscriptions/subscription?type=email";
  EXPECT_EQ(ask(repo).json().at("repository_id"), 1000007);
  EXPECT_EQ(ask("/v4/repositories/1000010/notification-subscriptions/status").status(), 404U);
  const auto target = [](std::uint64_t index) {
    return "/v3/jobs/notice/" + generated_id(Service::build, index) + "/query";
  };
  EXPECT_NE(ask(target(1)).body(), ask(target(2)).body());
  EXPECT_EQ(ask(target(999'999)).status(), 200U);
  EXPECT_EQ(ask(target(1'000'000)).status(), 404U);
}

TEST_F(CodeartsCloud, ChangingOneGeneratedResourceLeavesTheOthers) {
  server_.control("state", Json::parse(R"({"tokens":["t1"],"generate":{"check":3}})"));
  const auto target = [](std::uint64_t index) {
    return "/v1/task/notification/" + generated_id(Service::check, index);
  };
  const std::string before = ask(target(0)).body();
  server_.control("set", Json{{"service", "check"},
                              {"id", generated_id(Service::check, 1)},
                              {"answer", "notification"},
                              {"pointer", "/deleteTask/sendMail"},
                              {"value", false}});
  server_.control("remove", Json{{"service", "check"}, {"id", generated_id(Service::check, 2)}});
  EXPECT_EQ(ask(target(0)).body(), before);
  EXPECT_EQ(ask(target(1)).json().at("deleteTask").at("sendMail"), false);
  EXPECT_EQ(ask(target(2)).status(), 404U);
}

TEST_F(CodeartsCloud, ShuffledAnswersDifferInTextOnly) {
  server_.control("shuffle", Json{{"on", true}, {"seed", 7}});
  const std::string first = ask(kBuild).body();
  const std::string second = ask(kBuild).body();
  EXPECT_NE(first, second);
  const auto kinds = [](const std::string& text) {
    std::vector<std::string> sorted;
    const auto answer = nlohmann::json::parse(text);
    for (const auto& item : answer.at("result")) sorted.push_back(item.dump());
    std::ranges::sort(sorted);
    return sorted;
  };
  EXPECT_EQ(kinds(first), kinds(second));
}

TEST_F(CodeartsCloud, StatsCountRequestsByEndpointAndStatus) {
  server_.control("trace");
  ask(kBuild);
  ask(kCheck, "");
  const Json stats = send(server_.port(), get("/_control/stats")).json();
  EXPECT_EQ(stats.at("requests"), 2);
  EXPECT_EQ(stats.at("connections"), 3);
  EXPECT_EQ(stats.at("by_endpoint").at("build.query"), 1);
  EXPECT_EQ(stats.at("by_status").dump(), R"({"200":1,"401":1})");
  const Json last = server_.control("last?n=1", Json::object(), "GET");
  EXPECT_EQ(last.dump(), R"([{"method":"GET","target":")" + kCheck + R"(","headers":["Host"],"status":401}])");
  server_.control("reset-stats");
  EXPECT_EQ(server_.stats().at("requests"), 0);
}

}  // namespace
}  // namespace codearts
