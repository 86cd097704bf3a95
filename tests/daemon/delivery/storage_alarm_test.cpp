#include "daemon/delivery/storage_alarm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "pollers/fake_loop.h"
#include "pollers/fake_transport.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class StorageAlarmTest : public testing::Test {
 protected:
  StorageAlarmTest() {
    testing::internal::CaptureStdout();
    transport_.server = [this](const HttpRequest&) { return answer_; };
    for (const char* name : {"ops", "chat"}) {
      SinkConfig sink;
      sink.name = sink.route.sink = name;
      sink.type = sinks_.empty() ? "webhook" : "slack";
      sink.url = "https://" + sink.name + ".example.com/hook";
      sinks_.push_back(sink);
    }
  }
  ~StorageAlarmTest() override { log_text(); }
  std::string log_text() { return std::exchange(heard_, true) ? "" : testing::internal::GetCapturedStdout(); }
  void configure() {
    auto policy = std::make_shared<Policy>();
    policy->host = "watcher";
    for (const auto& sink : sinks_) policy->routes.push_back(sink.route);
    alarm_.configure(sinks_, policy);
  }
  void fail() {
    alarm_.failed("disk full");
    loop_.advance(0ms);
  }

  tests::FakeLoop loop_;
  tests::FakeTransport transport_{loop_};
  Log log_{loop_.clock(), "info", LogFormat::text};
  std::vector<SinkConfig> sinks_;
  std::optional<HttpResult> answer_ = tests::reply(200, "ok");
  bool heard_ = false;
  StorageAlarm alarm_{loop_, transport_, log_};
};

TEST_F(StorageAlarmTest, WriteFailsThenEverySinkIsToldOnceThatItIsNotStored) {
  configure();
  fail();
  fail();
  ASSERT_EQ(transport_.sent.size(), 2U);
  const auto body = nlohmann::json::parse(*transport_.sent[0].post);
  EXPECT_EQ(body["type"], "noticed.storage.failed");
  EXPECT_EQ(body["data"], nlohmann::json::parse(R"({"seq": 0, "severity": "critical",
      "summary": "The history cannot be written: disk full", "storage": {"reason": "disk full", "stored": false}})"));
  EXPECT_THAT(*transport_.sent[1].post, HasSubstr("this message is not in the history either"));
  EXPECT_TRUE(alarm_.failing());
}

TEST_F(StorageAlarmTest, SinkWantsOtherEventsThenItIsNotTold) {
  sinks_[0].route.types = {"noticed.settings.*"};
  configure();
  fail();
  ASSERT_EQ(transport_.sent.size(), 1U);
  EXPECT_EQ(transport_.sent[0].url, "https://chat.example.com/hook");
}

TEST_F(StorageAlarmTest, NothingFailsBetweenTwoSuccessesThenRecovered) {
  configure();
  fail();
  alarm_.succeeded();
  EXPECT_TRUE(alarm_.failing()) << "what failed before it may still fail";
  alarm_.succeeded();
  EXPECT_FALSE(alarm_.failing());
  EXPECT_THAT(log_text(), HasSubstr("storage_recovered"));
}

TEST_F(StorageAlarmTest, FailsAgainWithinTheHourThenNotToldAgain) {
  configure();
  for (const auto pause : {59min, 1min}) {
    fail();
    alarm_.succeeded();
    alarm_.succeeded();
    loop_.advance(pause);
    EXPECT_EQ(transport_.sent.size(), 2U);
  }
  fail();
  EXPECT_EQ(transport_.sent.size(), 4U);
}

TEST_F(StorageAlarmTest, SinkDoesNotAnswerThenFiveTries) {
  sinks_.pop_back();
  configure();
  answer_ = tests::no_reply(FailureKind::network, "refused");
  fail();
  EXPECT_EQ(transport_.sent.size(), 1U);
  loop_.advance(10s);
  EXPECT_EQ(transport_.sent.size(), 2U);
  loop_.advance(1h);
  EXPECT_EQ(transport_.sent.size(), 5U);
  EXPECT_THAT(log_text(), HasSubstr("nobody is notified there"));
}

TEST_F(StorageAlarmTest, StoppedWhileASinkIsAskedThenItsAnswerIsUnheard) {
  configure();
  alarm_.failed("disk full");
  alarm_.stop();
  loop_.advance(1h);
  EXPECT_EQ(transport_.sent.size(), 2U);
}

TEST_F(StorageAlarmTest, NothingIsConfiguredYetThenOnlyLogged) {
  fail();
  EXPECT_EQ(transport_.sent.size(), 0U);
  EXPECT_THAT(log_text(), HasSubstr("storage_failing error=\"disk full\""));
}

}  // namespace
}  // namespace noticed
