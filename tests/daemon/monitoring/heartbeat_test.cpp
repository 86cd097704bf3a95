#include "daemon/monitoring/heartbeat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pollers/fake_loop.h"
#include "pollers/fake_transport.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const std::string kUrl = "https://hc.example.com/ping/5f0c-secret";

class HeartbeatTest : public testing::Test {
 protected:
  HeartbeatTest() {
    testing::internal::CaptureStdout();
    transport_.server = [this](const HttpRequest&) { return answer_; };
    config_.url_file = dir_.write("hc-url", kUrl + "\n");
  }
  ~HeartbeatTest() override { said(); }
  std::string said() { return std::exchange(heard_, true) ? "" : testing::internal::GetCapturedStdout(); }
  void begin() {
    heartbeat_.configure(config_, nullptr);
    loop_.advance(0ms);
  }

  TempDir dir_;
  tests::FakeLoop loop_;
  tests::FakeTransport transport_{loop_};
  Log log_{loop_.clock(), "info", LogFormat::text};
  HeartbeatConfig config_;
  std::optional<HttpResult> answer_ = tests::reply(200, "OK");
  bool well_ = true;
  bool heard_ = false;
  Heartbeat heartbeat_{loop_, transport_, log_, [this] { return well_; }};
};

TEST_F(HeartbeatTest, AllWellThenSentAtOnceAndEveryInterval) {
  begin();
  EXPECT_EQ(transport_.sent.size(), 1U);
  loop_.advance(5min);
  EXPECT_EQ(transport_.sent.size(), 6U);
  EXPECT_EQ(transport_.sent.back().url, kUrl);
  EXPECT_FALSE(transport_.sent.back().post) << "a GET";
}

TEST_F(HeartbeatTest, NotWellThenNotSentUntilItIsAgain) {
  begin();
  well_ = false;
  loop_.advance(10min);
  EXPECT_EQ(transport_.sent.size(), 1U);
  well_ = true;
  loop_.advance(1min);
  EXPECT_EQ(transport_.sent.size(), 2U);
  const std::string log = said();
  EXPECT_THAT(log, HasSubstr("heartbeat_arrives"));
  EXPECT_THAT(log, HasSubstr("heartbeat_withheld"));
  EXPECT_EQ(log.find("heartbeat_withheld"), log.rfind("heartbeat_withheld")) << "said once";
}

TEST_F(HeartbeatTest, AnswerIsNoSuccessThenSaidOnceWithoutTheAddress) {
  answer_ = tests::reply(302);
  begin();
  loop_.advance(10min);
  EXPECT_EQ(transport_.sent.size(), 11U) << "a redirect is not followed, and the next one is sent all the same";
  answer_ = tests::no_reply(FailureKind::network, "Could not resolve host: hc.example.com");
  loop_.advance(10min);
  const std::string log = said();
  EXPECT_THAT(log, HasSubstr("the reply had status 302"));
  EXPECT_EQ(log.find("heartbeat_fails"), log.rfind("heartbeat_fails"));
  EXPECT_THAT(log, Not(HasSubstr("hc.example.com")));
}

TEST_F(HeartbeatTest, FileThatCannotBeReadThenSaid) {
  std::filesystem::remove(config_.url_file);
  begin();
  EXPECT_TRUE(transport_.sent.empty());
  EXPECT_THAT(said(), HasSubstr("heartbeat_fails"));
}

TEST_F(HeartbeatTest, SlowAnswerThenNotSentTwiceAtATime) {
  answer_.reset();
  begin();
  loop_.advance(10min);
  EXPECT_EQ(transport_.sent.size(), 1U);
}

TEST_F(HeartbeatTest, NoFileOrStoppedThenNothingIsSent) {
  heartbeat_.configure({}, nullptr);
  loop_.advance(10min);
  EXPECT_TRUE(transport_.sent.empty());
  begin();
  heartbeat_.stop();
  loop_.advance(10min);
  EXPECT_EQ(transport_.sent.size(), 1U);
}

TEST_F(HeartbeatTest, AnotherIntervalThenInForce) {
  begin();
  config_.every = 10s;
  begin();
  loop_.advance(1min);
  EXPECT_EQ(transport_.sent.size(), 1U + 1U + 6U);
}

}  // namespace
}  // namespace noticed
