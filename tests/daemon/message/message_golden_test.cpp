// Whole messages, as people read them: golden/NAME.en.txt and golden/NAME.zh.txt. To accept what messages say now, run
//     NOTICED_ACCEPT=1 build/debug/tests/daemon/message/message_test --gtest_filter='Golden.*'
// read the difference that git shows as a tired person would, and commit it.
#include <cstdlib>
#include <fstream>

#include "daemon/message/message_fixture.h"
#include "daemon/message/plain_text.h"
#include "storage/model/wording/parsed_event.h"
#include "tests/support/file_text.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class Golden : public MessageTest {
 protected:
  void expect_message(const std::string& name, const std::vector<DueDelivery>& events) {
    for (const auto language : {Language::en, Language::zh}) {
      surroundings_.language = language;
      const MessageContent message = compose(events, surroundings_);
      compare(name, plain_text(Part{message, 1, 1, {}}));
      if (events.size() > 1 || language == Language::zh) continue;
      EXPECT_EQ(message.title, parse_event(events[0]).summary) << "the title and the stored summary differ: " << name;
    }
  }
  void compare(const std::string& name, const std::string& text) {
    const std::string suffix = surroundings_.language == Language::en ? ".en.txt" : ".zh.txt";
    const std::string path = NOTICED_GOLDEN "/" + name + suffix;
    if (std::getenv("NOTICED_ACCEPT") != nullptr) std::ofstream(path) << text;
    EXPECT_EQ(read_file(path), text) << path << "\nTo accept it, see the top of " << __FILE__;
  }
  DueDelivery standing(ReachabilityTransition step, FailureKind kind, const std::string& detail) {
    return told(ReachabilityChanged{resource(), step, now_ - std::chrono::minutes(20), 3, kind, detail});
  }
  Outage outage(OutageScope scope, FailureKind kind, const std::string& detail) {
    const std::string account = scope == OutageScope::network ? "" : "prod";
    const bool one_service = scope == OutageScope::service || scope == OutageScope::observation;
    const auto service = one_service ? std::optional(service::build) : std::nullopt;
    return {{scope, account, service}, now_ - std::chrono::minutes(20), kind, detail, 420, 412};
  }
  void expect_outage(const std::string& name, const Outage& what) {
    expect_message(name, {told(OutageBegun{what})});
    expect_message(name + "-over", {told(OutageEnded{what, now_})});
  }

  const Settings both_{{"email/buildJobFail/enabled", true}, {"system/buildJobFail/enabled", true}};
  const Settings inbox_{{"email/buildJobFail/enabled", false}, {"system/buildJobFail/enabled", true}};
};

TEST_F(Golden, FailedBuildsAlertNobodyOutside) { expect_message("model", {changed(resource(), both_, inbox_)}); }

TEST_F(Golden, FailureAlertsNobodyAtAll) {
  const Settings before{{"email/codeGateFailed/enabled", true},
                        {"*/codeGateFailed/recipients.roles_enabled", true},
                        {"*/codeGateFailed/recipients.roles", List{"dev", "sre"}}};
  Settings after = before;
  after["*/codeGateFailed/recipients.roles"] = List{};
  expect_message("nobody", {changed(resource(service::check), before, after)});
}

TEST_F(Golden, ProjectDecidesThenNeverSaysNobody) {
  const Settings before{{"email/*/switch.source", "pipeline"},
                        {"email/pipelineRun.failed/enabled", true},
                        {"email/pipelineRun.succeed/enabled", true}};
  Settings after = before;
  after["email/*/switch.source"] = "project";
  expect_message("inherited", {changed(resource(service::pipeline), before, after)});
}

TEST_F(Golden, RecipientsAndMentionsChanged) {
  const Settings before{{"dingtalk/pipelineRun.failed/enabled", true},
                        {"dingtalk/pipelineRun.failed/recipients.roles", List{"dev", "manager"}},
                        {"dingtalk/*/mentions.phones", List{"178****1234#1f2e3d4c5b6a7988"}},
                        {"dingtalk/*/webhook.secret", "secret#1f2e3d4c5b6a7988"}};
  const Settings after{{"dingtalk/pipelineRun.failed/enabled", true},
                       {"dingtalk/pipelineRun.failed/recipients.roles", List{"manager", "sre"}},
                       {"dingtalk/*/webhook.secret", "secret#aaaaaaaa5b6a7988"},
                       {"dingtalk/*/webhook.content", "构建 ${NAME} 结束"}};
  expect_message("recipients", {changed(resource(service::pipeline), before, after)});
}

TEST_F(Golden, WebhookPointsToUndeclaredAddress) {
  policy_.destinations = surroundings_.destinations = {{"https://open.feishu.cn/#aaaaaaaaaaaaaaaa", "sre-oncall"}};
  const Settings before{{"feishu/*/webhook.url", "https://open.feishu.cn/#aaaaaaaaaaaaaaaa"}};
  const Settings after{{"feishu/*/webhook.url", "https://open.feishu.cn/#1f2e3d4c5b6a7988"}};
  expect_message("undeclared", {changed(resource(service::pipeline), before, after)});
}

TEST_F(Golden, SettingsOfRepositorySwitchedOnAndTuned) {
  const Settings before{{"email/mr.open/enabled", false}, {"email/*/threshold.repo_usage_percent", std::int64_t{60}}};
  const Settings after{{"email/mr.open/enabled", true},
                       {"email/*/threshold.repo_usage_percent", std::int64_t{80}},
                       {"email/*/x.quiet_hours", "22-8"}};
  expect_message("tuned", {changed(resource(service::repo, "shop-web", "2821214"), before, after)});
}

TEST_F(Golden, ManyAlikeThenOneBlock) {
  surroundings_.watched[{"prod", "pipeline", resource().project_id}] = 80;
  const Settings on{{"email/pipelineRun.failed/enabled", true}};
  const Settings off{{"email/pipelineRun.failed/enabled", false}};
  std::vector<DueDelivery> events;
  for (const std::string name : {"build-web", "build-api", "release", "nightly"})
    events.push_back(changed(resource(service::pipeline, name, name + "0000000000"), on, off));
  expect_message("alike", events);
}

TEST_F(Golden, ChangedAndReverted) {
  const auto first = changed(resource(), both_, inbox_);
  now_ += std::chrono::minutes(10);
  expect_message("reverted", {first, changed(resource(), inbox_, both_)});
}

TEST_F(Golden, SeveralThenCounted) {
  expect_message("several",
                 {changed(resource(), both_, inbox_), changed(resource(service::build, "web", "b2"), inbox_, both_)});
}

TEST_F(Golden, MoreThanEightBlocksThenADigest) {
  std::vector<DueDelivery> events;
  for (const std::string name : {"a", "b", "c", "d"}) {
    events.push_back(changed(resource(service::build, "api-" + name, "a" + name), both_, inbox_));
    events.push_back(told(ResourceRenamed{resource(service::build, "web-" + name, "w" + name), "old"}));
  }
  now_ += std::chrono::minutes(1);
  for (const std::string name : {"a", "b", "c", "d", "e", "f", "g", "h", "i"}) {
    const Settings before{{"email/" + name + "/enabled", true}};
    events.push_back(changed(resource(service::repo, "repo-" + name, "r" + name), before, {}));
  }
  expect_message("digest", events);
}

TEST_F(Golden, DelayedAndSentAgain) {
  surroundings_.delay = {now_ - std::chrono::hours(9), now_, "HTTP 503"};
  surroundings_.keyword = "告警";
  auto event = changed(resource(), both_, inbox_);
  event.replayed = true;
  expect_message("delayed", {event});
}

TEST_F(Golden, ResourceUnreadable) {
  expect_message("unreachable", {standing(ReachabilityTransition::unreachable, FailureKind::server, "HTTP 503")});
  expect_message("unreachable-forbidden",
                 {standing(ReachabilityTransition::unreachable, FailureKind::forbidden, "HTTP 403: no permission")});
  expect_message("gone", {standing(ReachabilityTransition::gone, FailureKind::missing, "HTTP 404")});
  expect_message("recovered", {standing(ReachabilityTransition::recovered, {}, "")});
  expect_message("returned", {standing(ReachabilityTransition::returned, {}, "")});
}

TEST_F(Golden, ManyNoticesAlikeThenOneBlock) {
  const std::vector<std::string> names{"web", "api", "cart", "search", "login", "mail", "ads"};
  std::vector<DueDelivery> failures;
  std::vector<DueDelivery> renames;
  for (const auto& name : names) {
    const auto who = resource(service::build, name, name + "-id");
    const auto kind = name == "web" ? FailureKind::timeout : FailureKind::server;
    failures.push_back(told(
        ReachabilityChanged{who, ReachabilityTransition::unreachable, now_, 3, kind, name == "web" ? "" : "HTTP 503"}));
  }
  for (const auto& name : names)
    renames.push_back(told(ResourceRenamed{resource(service::build, name, name), "old-" + name}));
  expect_message("alike-unreachable", failures);
  expect_message("alike-renamed", renames);
}

TEST_F(Golden, Outages) {
  expect_outage("account", outage(OutageScope::account, FailureKind::auth,
                                  "HTTP 401: APIGW.0301 Incorrect IAM authentication information"));
  expect_outage("service", outage(OutageScope::service, FailureKind::server, "HTTP 503"));
  expect_outage("network", outage(OutageScope::network, FailureKind::network, "Could not resolve host"));
  expect_outage("observation", outage(OutageScope::observation, FailureKind::throttled,
                                      "cloudbuild-ext.ap-southeast-3.myhuaweicloud.com refuses requests (HTTP 503)"));
}

TEST_F(Golden, ResourcesComeAndGo) {
  const Bulk crowd{"prod", service::pipeline, 37, {"pipeline/48c6… web", "pipeline/99aa… api"}};
  expect_message("added", {told(ResourceAdded{resource()})});
  expect_message("added-crowd", {told(CrowdAdded{crowd, 0})});
  expect_message("renamed", {told(ResourceRenamed{resource(), "payments"})});
  expect_message("unwatched", {told(ResourceUnwatched{resource(), UnwatchReason::listing})});
  expect_message("unwatched-crowd", {told(CrowdUnwatched{crowd, UnwatchReason::config})});
}

TEST_F(Golden, ConfigurationChanged) {
  ConfigChanged what;
  what.note_changed("polling.interval", "5m", "1m");
  what.note_added("sink.ops.language", "zh");
  what.note_removed("discover[1].exclude", "*-sandbox");
  expect_message("config", {told(what)});
}

TEST_F(Golden, Reports) {
  Posture posture{412, 410, 2, 96, 4, 2, {"build/48c6… payments-api: buildJobFail"}, "1841:" + std::string(64, 'a')};
  expect_message("posture", {told(posture)});
  Quiet quiet;
  quiet.since = at("2026-11-13T01:00:00Z");
  quiet.until = at("2026-11-20T01:00:00Z");
  quiet.posture = {412, 412, 0, 96, 0, 0, {}, posture.chain};
  quiet.oldest = {at("2026-11-20T00:55:01Z"), "build/48c6… payments-api"};
  expect_message("quiet", {told(quiet)});
  quiet.posture = {412, 411, 1, 96, 1, 0, {"build/48c6… payments-api: buildJobFail"}, posture.chain};
  quiet.changes = 6;
  expect_message("busy", {told(quiet)});
}

TEST_F(Golden, SinksAndStorage) {
  const TimePoint since = at("2026-11-20T18:00:00Z");
  expect_message("sink-suspended", {told(SinkSuspended{"ops", since, "the robot was removed (93000)", 17})});
  expect_message("sink-resumed", {told(SinkResumed{"ops", since, at("2026-11-20T19:00:00Z"), 17})});
  expect_message("storage-low", {raw("noticed.storage.low", Severity::warning, "storage is low: 200 MB left", {})});
  seq_ = 0;
  expect_message("storage-failed", {deliver(make_event(StorageFailed{"disk full"}, now_, policy_))});
}

TEST_F(Golden, TestMessage) {
  surroundings_.keyword = "alert";
  for (const auto language : {Language::en, Language::zh}) {
    surroundings_.language = language;
    compare("test", plain_text(Part{test_message("ops", surroundings_), 1, 1, {}}));
  }
}

}  // namespace
}  // namespace noticed
