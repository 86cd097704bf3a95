#include "dispatcher_fixture.h"
#include "storage/write/replay.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using std::chrono::hours;
using tests::no_reply;
using tests::reply;

TEST_F(DispatcherTest, ChangeThenToldOnceToEachSink) {
  add_sink("hook", "webhook");
  add_sink("chat", "slack");
  begin(1);
  change(1);
  loop_.advance(1h);
  ASSERT_EQ(sent_to("hook").size(), 1U);
  EXPECT_EQ(pending("hook"), 0U);
  ASSERT_EQ(sent_to("chat").size(), 1U);
  EXPECT_NE(sent_to("chat")[0].find("name-0: no visible notification left for failed builds"), std::string::npos);
}

TEST_F(DispatcherTest, EventsWithinTheWindowThenOneMessage) {
  add_sink("chat", "slack").group_wait = 10s;
  begin(2);
  poll(0, "a", true);
  poll(1, "a", true);
  poll(0, "a", false);
  loop_.advance(5s);
  poll(1, "a", false);
  loop_.advance(9s);
  EXPECT_EQ(sent_to("chat").size(), 0U);
  loop_.advance(1s);
  ASSERT_EQ(sent_to("chat").size(), 1U);
  EXPECT_NE(sent_to("chat")[0].find("#1"), std::string::npos);
  EXPECT_NE(sent_to("chat")[0].find("#2"), std::string::npos);
}

TEST_F(DispatcherTest, GroupThatGoesOnGrowingThenToldAtItsEnd) {
  SinkConfig& chat = add_sink("chat", "slack");
  chat.group_wait = 10s;
  chat.group_max = 30s;
  begin(1);
  for (int i = 0; i < 7; ++i) {
    poll(0, "a", i % 2 == 0);
    if (i > 0 && i < 6) loop_.advance(6s);
  }
  EXPECT_EQ(sent_to("chat").size(), 1U);
}

TEST_F(DispatcherTest, RequestsThenCountedByWhatCameOfThem) {
  add_sink("ops", "webhook");
  begin(2);
  change(1);
  loop_.advance(std::chrono::milliseconds{0});
  answer("ops", tests::reply(503));
  poll(0, "buildJobFail", true);
  loop_.advance(std::chrono::milliseconds{0});
  EXPECT_EQ(dispatcher_->requests("ops"), (RequestCounts{1, 0, 1, 0, 0}));
  EXPECT_EQ(dispatcher_->requests("other"), RequestCounts{});
}

TEST_F(DispatcherTest, SettingThereAndBackWithinTheWindowThenChangedAndReverted) {
  add_sink("chat", "slack").group_wait = 10s;
  begin(1);
  for (const bool on : {true, false, true}) poll(0, "a", on);
  loop_.advance(10s);
  ASSERT_EQ(sent_to("chat").size(), 1U);
  EXPECT_NE(sent_to("chat")[0].find("changed and reverted"), std::string::npos);
}

TEST_F(DispatcherTest, ReceiverThatFailsThenTriedAgainWithGrowingPausesUntilItTakesIt) {
  add_sink("hook", "webhook");
  begin(1);
  answer("hook", reply(503, "busy"));
  change(1);
  loop_.advance(10min);
  const auto tries = sent_to("hook").size();
  EXPECT_GE(tries, 4U);
  EXPECT_LE(tries, 14U);
  for (const auto& body : sent_to("hook")) EXPECT_EQ(body, sent_to("hook")[0]);
  answers_.clear();
  loop_.advance(2h);
  EXPECT_EQ(pending("hook"), 0U);
}

TEST_F(DispatcherTest, OneSinkDownThenTheOthersAreToldInTime) {
  add_sink("down", "webhook");
  add_sink("silent", "feishu");
  add_sink("chat", "slack");
  begin(3);
  answer("down", no_reply(FailureKind::network, "connection refused"));
  script = [](const SinkConfig& sink, const HttpRequest&) -> std::optional<HttpResult> {
    return sink.name == "silent" ? std::optional(no_reply(FailureKind::timeout, "no answer")) : std::nullopt;
  };
  change(3);
  loop_.advance(5s);
  EXPECT_EQ(pending("chat"), 0U);
  EXPECT_EQ(pending("down"), 3U);
  EXPECT_EQ(pending("silent"), 3U);
}

TEST_F(DispatcherTest, OrderOfAResourceThenKeptThroughFailures) {
  add_sink("hook", "webhook");
  begin(1);
  int failures = 0;
  script = [&](const SinkConfig&, const HttpRequest&) -> std::optional<HttpResult> {
    return ++failures % 3 == 0 ? std::nullopt : std::optional(reply(500));
  };
  for (int i = 0; i < 5; ++i) poll(0, "a", i % 2 == 0);
  loop_.advance(12h);
  EXPECT_EQ(pending("hook"), 0U);
  std::vector<int> order;
  for (const auto& body : sent_to("hook")) order.push_back(nlohmann::json::parse(body)["data"]["seq"].get<int>());
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(order.back(), 4);
}

TEST_F(DispatcherTest, TooFastThenTheSinkPausesAsAskedAlsoOverARestart) {
  add_sink("chat", "slack");
  begin(1);
  answer("chat", reply(429, R"({"ok":false,"error":"rate_limited"})", "600"));
  change(1);
  loop_.advance(9min);
  EXPECT_EQ(sent_to("chat").size(), 1U);
  answers_.clear();
  crash();
  loop_.advance(50s);
  EXPECT_EQ(sent_to("chat").size(), 1U);
  loop_.advance(11s);
  EXPECT_EQ(sent_to("chat").size(), 2U);
  EXPECT_EQ(pending("chat"), 0U);
}

TEST_F(DispatcherTest, RetryOverARestartThenNeitherHurriedNorForgotten) {
  add_sink("hook", "webhook");
  begin(1);
  answer("hook", reply(503, "busy", "3600"));
  change(1);
  loop_.advance(1min);
  for (int i = 0; i < 20; ++i) crash();
  EXPECT_EQ(sent_to("hook").size(), 1U);
  answers_.clear();
  loop_.advance(1h);
  EXPECT_EQ(sent_to("hook").size(), 2U);
}

TEST_F(DispatcherTest, RobotIsGoneThenSuspendedAnnouncedProbedAndResumedWithADelay) {
  add_sink("robot", "dingtalk");
  add_sink("other", "webhook");
  begin(2);
  answer("robot", reply(200, R"({"errcode":310000,"errmsg":"keywords not in content"})"));
  change(2);
  loop_.advance(1min);
  EXPECT_EQ(sent_to("robot").size(), 1U);
  EXPECT_NE(sent_to("other").back().find("noticed.sink.suspended"), std::string::npos);
  loop_.advance(58min);
  EXPECT_EQ(sent_to("robot").size(), 4U);  // every 15 minutes
  loop_.advance(100h);                     // longer than max_age, which does not count while suspended
  EXPECT_EQ(pending("robot"), 2U);
  answers_.clear();
  loop_.advance(15min);
  EXPECT_EQ(pending("robot"), 0U);
  EXPECT_NE(sent_to("robot").back().find("Delayed: this chat could not be reached"), std::string::npos);
  EXPECT_NE(sent_to("other").back().find("noticed.sink.resumed"), std::string::npos);
}

TEST_F(DispatcherTest, SuspendedSinkThenProbedWithOneMessageOnly) {
  add_sink("hook", "webhook");
  begin(30);
  answer("hook", reply(410));
  change(30);
  loop_.advance(1min);
  const auto before = sent_to("hook").size();
  loop_.advance(1h);
  EXPECT_EQ(sent_to("hook").size(), before + 4);
}

TEST_F(DispatcherTest, ReloadThenASuspendedSinkIsTriedAtOnceButNotOverAndOver) {
  add_sink("robot", "dingtalk");
  begin(1);
  answer("robot", reply(200, R"({"errcode":310000,"errmsg":"sign not match"})"));
  change(1);
  loop_.advance(2min);
  begin();
  EXPECT_EQ(sent_to("robot").size(), 2U);
  for (int i = 0; i < 5; ++i) begin();
  loop_.advance(10s);
  EXPECT_EQ(sent_to("robot").size(), 2U);
}

TEST_F(DispatcherTest, OneEventThatIsRefusedThenOnlyThatOneDies) {
  add_sink("chat", "slack");
  begin(9);
  script = [](const SinkConfig&, const HttpRequest& request) -> std::optional<HttpResult> {
    return request.post->find("name-5") != std::string::npos ? std::optional(reply(400, "invalid_blocks"))
                                                             : std::nullopt;
  };
  for (std::size_t i = 0; i < 9; ++i) poll(i, "s" + std::to_string(i), true);
  for (std::size_t i = 0; i < 9; ++i) poll(i, "s" + std::to_string(i), false);
  loop_.advance(10min);
  EXPECT_EQ(pending("chat"), 0U);
  ReplayRequest request;
  request.sink = "chat";
  EXPECT_EQ(count_replay(dir_.path() / "noticed.db", request).dead, 1);
  EXPECT_EQ(count_replay(dir_.path() / "noticed.db", request).delivered, 8);
}

TEST_F(DispatcherTest, ManyFailuresInARowThenOneLetterAsksForAll) {
  add_sink("hook", "webhook");
  begin(40);
  answer("hook", no_reply(FailureKind::network, "connection refused"));
  change(40);
  loop_.advance(10min);
  const auto before = sent_to("hook").size();
  loop_.advance(1h);
  EXPECT_LE(sent_to("hook").size(), before + 20);
  answers_.clear();
  loop_.advance(2h);
  EXPECT_EQ(pending("hook"), 0U);
}

TEST_F(DispatcherTest, ManyLettersFailWithinSecondsThenTheSinkIsTriedAgainWithinMinutes) {
  add_sink("hook", "webhook");
  begin(12);
  answer("hook", no_reply(FailureKind::network, "connection refused"));
  change(12);
  loop_.advance(20s);
  EXPECT_EQ(sent_to("hook").size(), 13U) << "a dozen, and of one the second try";
  answers_.clear();
  loop_.advance(6min);
  EXPECT_EQ(pending("hook"), 0U);
}

TEST_F(DispatcherTest, MessageOlderThanMaxAgeThenDeadAndVisible) {
  add_sink("hook", "webhook").max_age = hours{3};
  begin(1);
  answer("hook", reply(500));
  change(1);
  loop_.advance(8h);
  EXPECT_EQ(pending("hook"), 0U);
  ReplayRequest request;
  request.sink = "hook";
  EXPECT_EQ(count_replay(dir_.path() / "noticed.db", request).dead, 1);
}

TEST_F(DispatcherTest, KilledBetweenSendingAndRecordingThenSentOnceMore) {
  add_sink("chat", "slack");
  begin(1);
  transport_->server = [](const HttpRequest&) { return std::optional<HttpResult>(); };  // arrives, but is not answered
  change(1);
  loop_.advance(1s);
  EXPECT_EQ(sent_to("chat").size(), 1U);
  crash();
  loop_.advance(10s);
  EXPECT_EQ(sent_to("chat").size(), 2U);
  EXPECT_EQ(pending("chat"), 0U);
}

TEST_F(DispatcherTest, ClockSetForwardByWeeksThenNothingDies) {
  add_sink("hook", "webhook");
  begin(1);
  answer("hook", reply(500));
  change(1);
  loop_.advance(1min);
  loop_.time().set_wall(now() + hours{24 * 21});
  loop_.advance(1h);
  EXPECT_EQ(pending("hook"), 1U);
  answers_.clear();
  loop_.advance(1h);
  EXPECT_EQ(pending("hook"), 0U);
}

TEST_F(DispatcherTest, ClockSetForwardAndSoonAMessageThenItAndTheNextAreSent) {
  add_sink("hook", "webhook");
  add_sink("chat", "slack");
  begin(2);
  loop_.advance(1min);
  loop_.time().set_wall(now() + 1h);
  change(1);  // before the changed clock was noticed
  loop_.advance(500ms);
  EXPECT_EQ(sent_to("hook").size(), 1U);
  poll(1, "buildJobFail", true);
  poll(1, "buildJobFail", false);
  loop_.run_posted();
  loop_.advance(1min);
  EXPECT_EQ(sent_to("hook").size(), 2U);
  EXPECT_EQ(pending("hook"), 0U);
  EXPECT_EQ(pending("chat"), 0U);
}

TEST_F(DispatcherTest, ClockSetBackThenNothingWaitsLonger) {
  add_sink("hook", "webhook");
  add_sink("chat", "slack");
  begin(1);
  answer("hook", reply(500));
  answer("chat", reply(500));
  change(1);
  loop_.advance(1min);
  loop_.time().set_wall(now() - hours{24 * 21});
  answers_.clear();
  loop_.advance(10min);
  EXPECT_EQ(pending("hook"), 0U);
  EXPECT_EQ(pending("chat"), 0U);
}

TEST_F(DispatcherTest, ReplayByAnotherProcessThenSentAgainWithinSeconds) {
  add_sink("hook", "webhook");
  begin(1);
  change(1);
  loop_.advance(1min);
  ReplayRequest request;
  request.sink = "hook";
  replay(dir_.path() / "noticed.db", request, now());
  loop_.advance(6s);
  ASSERT_EQ(sent_to("hook").size(), 2U);
  EXPECT_EQ(sent_to("hook")[0], sent_to("hook")[1]);
}

TEST_F(DispatcherTest, SinkTakenOutWhileALetterIsInFlightThenItsOutcomeIsStored) {
  add_sink("hook", "webhook");
  begin(1);
  transport_->latency = 5s;
  change(1);
  loop_.advance(1s);
  dispatcher_->configure({}, {});
  loop_.advance(10s);
  EXPECT_EQ(pending("hook"), 0U);
  EXPECT_EQ(sent_to("hook").size(), 1U);
}

TEST_F(DispatcherTest, ReloadWhileALetterIsInFlightThenNotSentTwice) {
  add_sink("hook", "webhook");
  add_sink("chat", "slack");
  begin(1);
  transport_->latency = 5s;
  change(1);
  loop_.advance(1s);
  begin();
  loop_.advance(1min);
  EXPECT_EQ(sent_to("hook").size(), 1U);
  EXPECT_EQ(sent_to("chat").size(), 1U);
}

TEST_F(DispatcherTest, StoreThatTakesNothingThenNothingIsSent) {
  add_sink("chat", "slack");
  begin(1);
  change(1);
  EXPECT_EQ(sent_to("chat").size(), 1U);
  poll(0, "buildJobFail", true);
  access_.failing = true;
  loop_.advance(1min);
  EXPECT_EQ(sent_to("chat").size(), 1U);
  access_.failing = false;
  loop_.advance(1min);
  EXPECT_EQ(sent_to("chat").size(), 2U);
}

TEST_F(DispatcherTest, StopThenDoneOnceTheLetterInFlightHasLanded) {
  add_sink("hook", "webhook");
  begin(1);
  transport_->latency = 2s;
  change(1);
  bool done = false;
  dispatcher_->stop([&] { done = true; });
  loop_.advance(1s);
  EXPECT_FALSE(done);
  loop_.advance(2s);
  EXPECT_TRUE(done);
  EXPECT_EQ(pending("hook"), 0U);
}

class DispatcherOnce : public DispatcherTest {
 protected:
  DispatcherOnce() {
    once_ = true;
    dispatcher_ = std::make_unique<Dispatcher>(parts());
  }
  /// The result that drain reported; nullopt before it has.
  std::optional<bool> drain() {
    std::optional<bool> said;
    dispatcher_->drain([&](bool arrived) { said = arrived; });
    loop_.advance(1min);
    return said;
  }
};

TEST_F(DispatcherOnce, EverythingArrivesThenSaidSoWithoutWaitingForTheGroup) {
  add_sink("hook", "webhook");
  add_sink("chat", "slack").group_wait = 1h;
  begin(30);
  change(30);
  EXPECT_EQ(drain(), true);
  EXPECT_EQ(pending("hook"), 0U);
  EXPECT_EQ(pending("chat"), 0U);
}

TEST_F(DispatcherOnce, SomethingFailsThenTriedOnceAndSaidSo) {
  add_sink("hook", "webhook");
  add_sink("chat", "slack");
  begin(3);
  answer("hook", reply(500));
  change(3);
  EXPECT_EQ(drain(), false);
  EXPECT_EQ(sent_to("hook").size(), 3U);
  EXPECT_EQ(pending("chat"), 0U);
}

TEST_F(DispatcherOnce, SinkThatMustPauseThenNotWaitedFor) {
  add_sink("chat", "slack");
  begin(1);
  answer("chat", reply(429, "", "600"));
  change(1);
  EXPECT_EQ(drain(), false);
  EXPECT_EQ(sent_to("chat").size(), 1U);
}

TEST_F(DispatcherOnce, OneIsRefusedThenTheNextIsAttempted) {
  add_sink("chat", "slack");
  begin(2);
  script = [](const SinkConfig&, const HttpRequest& request) -> std::optional<HttpResult> {
    return request.post->find("name-0") != std::string::npos ? std::optional(reply(400, "invalid_blocks"))
                                                             : std::nullopt;
  };
  for (const std::size_t job : {0U, 1U}) poll(job, "buildJobFail", true);
  transport_->latency = 2s;
  poll(0, "buildJobFail", false);
  loop_.advance(1s);
  poll(1, "buildJobFail", false);
  EXPECT_EQ(drain(), false);
  EXPECT_EQ(sent_to("chat").size(), 2U);
  EXPECT_EQ(pending("chat"), 0U) << "one is dead, the other delivered";
}

TEST_F(DispatcherOnce, MessageOfSeveralIsRefusedThenNotAttemptedAgainInParts) {
  add_sink("chat", "slack");
  begin(2);
  answer("chat", reply(400, "invalid_blocks"));
  change(2);
  EXPECT_EQ(drain(), false);
  EXPECT_EQ(sent_to("chat").size(), 1U);
  EXPECT_EQ(pending("chat"), 2U);
}

TEST_F(DispatcherOnce, DatabaseCannotBeReadThenNotWaitedFor) {
  add_sink("chat", "slack");
  begin(1);
  access_.failing = true;
  dispatcher_->wake();
  EXPECT_EQ(drain(), false);
}

}  // namespace
}  // namespace noticed
