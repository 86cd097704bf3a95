#include "pollers/poller.h"

#include <gtest/gtest.h>

#include "samples.h"
#include "storage/model/wording/words.h"
#include "tests/support/services.h"

namespace noticed::tests {
namespace {

std::vector<std::string> paths(Service service, const Target& target) {
  std::vector<std::string> found;
  for (const Request& request : poller_for(service).requests(target))
    found.push_back(std::to_string(request.section) + " " + request.target);
  return found;
}

using Paths = std::vector<std::string>;

TEST(ServiceTable, HasTheServicesInOrder) {
  EXPECT_EQ(service_list(), "build, pipeline, check or repo");
  EXPECT_EQ(to_text(service::build), "build");
  EXPECT_EQ(to_text(service::pipeline), "pipeline");
  EXPECT_EQ(to_text(service::check), "check");
  EXPECT_EQ(to_text(service::repo), "repo");
}

TEST(ServiceTable, EntriesAreWhole) {
  for (const Service service : all_services()) {
    const ServiceInfo& info = info_of(service);
    EXPECT_EQ(service_from(info.word), service);
    EXPECT_FALSE(info.sections.empty()) << info.word;
    EXPECT_LE(info.sections.size(), 16) << "SectionMask";
    EXPECT_FALSE(info.hosts.empty()) << info.word;
    for (const std::string_view text :
         {info.words.one, info.words.many, info.words.zh, info.words.zh_measure, info.words.zh_resources, info.id_hint})
      EXPECT_FALSE(text.empty()) << info.word;
    for (const Word& failure : info.failures) EXPECT_NE(event_word(failure.id), nullptr) << failure.id;
  }
}

TEST(Requests, BuildAndCheckThenOneCall) {
  EXPECT_EQ(paths(service::build, {.id = "48c6", .project_id = {}}), Paths{"0 /v3/jobs/notice/48c6/query"});
  EXPECT_EQ(paths(service::check, {.id = "897a", .project_id = {}}), Paths{"0 /v1/task/notification/897a"});
  EXPECT_EQ(paths(service::check, {.id = "897a", .project_id = {}, .sections = 0}), Paths{});
}

TEST(Requests, PipelineThenStatusAndSixTypes) {
  const std::string notice = "/v5/e2e1/api/pipeline-notices/0747/notice/";
  EXPECT_EQ(paths(service::pipeline, {.id = "0747", .project_id = "e2e1"}),
            (Paths{"0 " + notice + "status", "1 " + notice + "detail?type=1", "2 " + notice + "detail?type=2",
                   "3 " + notice + "detail?type=3", "4 " + notice + "detail?type=4", "5 " + notice + "detail?type=5",
                   "6 " + notice + "detail?type=6"}));
}

TEST(Requests, RepoThenStatusAndFiveTypes) {
  const std::string calls = "/v4/repositories/7/notification-subscriptions/";
  const std::string type = calls + "subscription?type=";
  EXPECT_EQ(paths(service::repo, {.id = "7", .project_id = {}}),
            (Paths{"0 " + calls + "status", "1 " + type + "internal_message", "2 " + type + "email",
                   "3 " + type + "qyweixin", "4 " + type + "feishu", "5 " + type + "dingding"}));
}

TEST(Requests, SomeSectionsWantedThenOnlyThose) {
  const SectionMask wanted = bit(0) | bit(2);
  EXPECT_EQ(paths(service::repo, {.id = "7", .project_id = {}, .sections = wanted}),
            (Paths{"0 /v4/repositories/7/notification-subscriptions/status",
                   "2 /v4/repositories/7/notification-subscriptions/subscription?type=email"}));
}

TEST(Requests, HostileIdThenPercentEncoded) {
  EXPECT_EQ(paths(service::build, {.id = "../a?b#c d", .project_id = {}}),
            Paths{"0 /v3/jobs/notice/..%2Fa%3Fb%23c%20d/query"});
}

TEST(Channels, PipelineTypeNumbersThenNamed) {
  for (SectionIndex type = 1; type <= 6; ++type) {
    const Api called{"pipeline", service::pipeline, type, "0747"};
    const std::string body = R"({"type":)" + std::to_string(type) + R"(,"events":[{"id":"e","selected":true}]})";
    const std::string channel(sections_of(service::pipeline)[type]);
    EXPECT_EQ(readable(settings_of(called, body)), channel + "/e/enabled = true\n");
  }
}

TEST(Channels, RepoTypesThenNamed) {
  for (SectionIndex type = 1; type <= 5; ++type) {
    const Api called{"repo", service::repo, type, "7"};
    const std::string channel(sections_of(service::repo)[type]);
    EXPECT_EQ(readable(settings_of(called, R"({"enabled":true})")), channel + "/*/enabled = true\n");
  }
}

TEST(Channels, BuildTypeInAnyCaseThenSameChannel) {
  for (const auto& [type, channel] : {std::pair{"message", "system"},
                                      {"Mail", "email"},
                                      {"WeCom", "wecom"},
                                      {"ding_talk", "dingtalk"},
                                      {"FEISHU", "feishu"},
                                      {"SMS", "sms"}}) {
    const std::string body = R"({"result":[{"notice_type":")" + std::string(type) + R"(","enable_map":{"e":true}}]})";
    EXPECT_EQ(readable(settings_of(api("build"), body)), std::string(channel) + "/e/enabled = true\n");
  }
}

}  // namespace
}  // namespace noticed::tests
