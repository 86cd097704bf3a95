// Refusals: of one message, and of every message.
#include "dispatcher_fixture.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using tests::reply;

class DispatcherRefusal : public DispatcherTest {
 protected:
  /// One event after the other, each in its own message.
  void tell(std::size_t events) {
    for (std::size_t i = 0; i < events; ++i) {
      poll(0, "buildJobFail", !on_);
      on_ = !on_;
      loop_.advance(1min);
    }
  }
  void begin_watch() {
    begin(1);
    poll(0, "buildJobFail", on_);
    loop_.advance(1min);
  }
  bool on_ = true;
};

TEST_F(DispatcherRefusal, DeletedHookOfMattermostThenSuspendedAndNothingLost) {
  add_sink("chat", "mattermost");
  add_sink("other", "webhook");
  answer("chat", reply(400, R"({"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook"})"));
  begin_watch();
  tell(2);
  EXPECT_TRUE(state("chat").suspended);
  EXPECT_NE(sent_to("other").at(1).find("noticed.sink.suspended"), std::string::npos);
  answers_.erase("chat");
  loop_.advance(1h);
  EXPECT_FALSE(state("chat").suspended);
  EXPECT_EQ(pending("chat"), 0U);
  EXPECT_EQ(store_->numbers().sinks.at(0).dead, 0);
}

TEST_F(DispatcherRefusal, ThreeInARowInTheSameWordsThenSuspendedAndToldThroughTheOthers) {
  add_sink("chat", "teams");
  add_sink("other", "webhook");
  int request = 0;
  script = [&](const SinkConfig& sink, const HttpRequest&) -> std::optional<HttpResult> {
    if (sink.name != "chat") return {};
    return reply(400, "no such flow, request " + std::to_string(++request));
  };
  begin_watch();
  tell(2);
  EXPECT_FALSE(state("chat").suspended) << "two may be two messages";
  tell(3);
  EXPECT_TRUE(state("chat").suspended);
  EXPECT_EQ(store_->numbers().sinks.at(0).dead, 2);
  EXPECT_NE(state("chat").suspended->reason.find("several messages in a row were rejected with this error"),
            std::string::npos);
  const auto told = sent_to("other");
  EXPECT_EQ(std::count_if(told.begin(), told.end(),
                          [](const auto& body) { return body.find("noticed.sink.suspended") != std::string::npos; }),
            1);
  const auto waiting = pending("chat");
  EXPECT_EQ(waiting, 3U);
  loop_.advance(24h);
  EXPECT_EQ(pending("chat"), waiting) << "what is probed with must not die of it";
  crash();
  loop_.advance(24h);
  EXPECT_EQ(pending("chat"), waiting) << "nor after a restart";
  script = nullptr;
  loop_.advance(1h);
  EXPECT_EQ(pending("chat"), 0U);
}

/// Three bad messages do not make a bad sink: a good one that follows shows that, and must not wait forever.
TEST_F(DispatcherRefusal, OnlySomeMessagesCanNeverPassThenTheyDieAndTheOthersArrive) {
  add_sink("chat", "teams");
  begin(2);
  poll(0, "buildJobFail", true);
  poll(1, "buildJobFail", true);
  loop_.advance(1min);
  script = [&](const SinkConfig& sink, const HttpRequest& request) -> std::optional<HttpResult> {
    const bool bad = request.post->find("name-0") != std::string::npos;
    return sink.name == "chat" && bad ? std::optional(reply(400, "bad card")) : std::nullopt;
  };
  for (int i = 0; i < 4; ++i) {
    poll(0, "buildJobFail", i % 2 != 0);
    loop_.advance(1min);
  }
  ASSERT_TRUE(state("chat").suspended);
  loop_.advance(1h);
  EXPECT_TRUE(state("chat").suspended) << "nothing else to try";
  poll(1, "buildJobFail", false);
  loop_.advance(2h);
  EXPECT_FALSE(state("chat").suspended);
  EXPECT_EQ(pending("chat"), 0U);
  EXPECT_EQ(store_->numbers().sinks.at(0).dead, 4);
  const auto sent = sent_to("chat");
  EXPECT_TRUE(
      std::any_of(sent.begin(), sent.end(), [](const auto& body) { return body.find("name-1") != std::string::npos; }));
}

TEST_F(DispatcherRefusal, ThreeAreTooLargeThenEachDiesAlone) {
  add_sink("chat", "teams");
  begin_watch();
  answer("chat", reply(413, ""));
  tell(4);
  EXPECT_FALSE(state("chat").suspended);
  EXPECT_EQ(store_->numbers().sinks.at(0).dead, 4);
}

TEST_F(DispatcherRefusal, ThreeInOtherWordsThenEachDiesAlone) {
  add_sink("chat", "teams");
  int request = 0;
  const std::vector<std::string> words{"bad card", "bad mention", "bad card"};
  script = [&](const SinkConfig& sink, const HttpRequest&) -> std::optional<HttpResult> {
    return sink.name == "chat" && request < 3 ? std::optional(reply(400, words.at(static_cast<std::size_t>(request++))))
                                              : std::nullopt;
  };
  begin_watch();
  tell(4);
  EXPECT_FALSE(state("chat").suspended);
  EXPECT_EQ(store_->numbers().sinks.at(0).dead, 3);
}

TEST_F(DispatcherRefusal, DeliveredInBetweenThenCountedAnew) {
  add_sink("chat", "teams");
  int request = 0;
  script = [&](const SinkConfig& sink, const HttpRequest&) -> std::optional<HttpResult> {
    return sink.name == "chat" && ++request % 3 != 0 ? std::optional(reply(400, "bad card")) : std::nullopt;
  };
  begin_watch();
  tell(9);
  EXPECT_FALSE(state("chat").suspended);
  EXPECT_EQ(store_->numbers().sinks.at(0).dead, 6);
}

/// After a suspended sink works again, one message that it cannot read must not block it.
TEST_F(DispatcherRefusal, SuspendedForAnotherReasonThenARefusedMessageDiesAlone) {
  add_sink("chat", "teams");
  answer("chat", reply(401, ""));
  begin_watch();
  tell(2);
  ASSERT_TRUE(state("chat").suspended);
  bool refused = false;
  answers_.erase("chat");
  script = [&](const SinkConfig& sink, const HttpRequest&) -> std::optional<HttpResult> {
    return sink.name == "chat" && !std::exchange(refused, true) ? std::optional(reply(400, "bad card")) : std::nullopt;
  };
  loop_.advance(2h);
  EXPECT_FALSE(state("chat").suspended);
  EXPECT_EQ(pending("chat"), 0U);
}

/// Status 200 with an encoding that cannot be decoded: a failure after the status.
TEST_F(DispatcherRefusal, SuccessThatDidNotArriveWholeThenSentOnceAndItsStatusKept) {
  add_sink("hook", "webhook");
  HttpResult broken = reply(200, "");
  broken.failure.emplace().kind = FailureKind::malformed;
  answer("hook", broken);
  begin_watch();
  tell(1);
  loop_.advance(96h);
  EXPECT_EQ(sent_to("hook").size(), 1U);
  EXPECT_EQ(store_->numbers().sinks.at(0).dead, 0);
}

TEST_F(DispatcherRefusal, PauseOfADayThenProbedAfterAQuarterOfAnHour) {
  for (const int status : {429, 503}) {
    const std::string name = "hook" + std::to_string(status);
    add_sink(name, "webhook");
    HttpResult busy = reply(status, "<html>busy</html>");
    busy.reply.retry_after = "86400";
    answer(name, busy);
  }
  begin_watch();
  tell(1);
  loop_.advance(20min);
  for (const int status : {429, 503}) EXPECT_GE(sent_to("hook" + std::to_string(status)).size(), 2U) << status;
}

}  // namespace
}  // namespace noticed
