#include "daemon/watcher.h"

#include <gtest/gtest.h>

#include "pollers/fake_account.h"
#include "pollers/fake_loop.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

/// A watch over build jobs at one host; requests wait until the test answers them.
class WatcherTest : public testing::Test {
 protected:
  WatcherTest() : fetcher_(loop_, transport_, 1), watcher_(loop_, fetcher_, redactor_, log_, hooks(), 1) {}

  Watcher::Hooks hooks() {
    Watcher::Hooks hooks;
    hooks.commit = [this](CycleReport report, std::function<void(const CommitResult*)> done) {
      CommitResult result;
      result.resource = report.so_far.resource;
      result.stored = true;
      result.sections.seen = result.sections.nonempty = bit(0);
      loop_.post([result, done = std::move(done)] { done(&result); });
    };
    hooks.told = [](const std::vector<Event>&) {};
    hooks.outage = [](const Health::Turn&) {};
    hooks.all_seen = [] {};
    hooks.swept = [this] { ++sweeps_; };
    return hooks;
  }
  static Remembered job(std::int64_t number) {
    Remembered job;
    job.resource = number;
    job.account = "prod";
    job.id = "job" + std::to_string(number);
    job.interval = 60s;
    job.wanted = bit(0);
    return job;
  }
  void start(std::int64_t jobs, bool once) {
    auto generation = std::make_shared<Generation>();
    generation->accounts.push_back(std::make_unique<Account>("prod", Account::Endpoints{{"http://b", "", "", ""}, ""},
                                                             std::make_shared<tests::FakeSignIn>()));
    generation->paces = {{"http://b", {"b", 1000}}};
    for (std::int64_t i = 1; i <= jobs; ++i) {
      add_remembered(generation->list, 0, job(i));
      generation->due.push_back({});
    }
    watcher_.start(generation, once);
    loop_.advance(100ms);
  }
  void answer() {
    ASSERT_FALSE(transport_.waiting.empty());
    HttpResult result;
    result.reply.status = 200;
    result.reply.body = R"({"result":[{"notice_type":"MAIL","enable_map":{"buildJobFail":true}}],"status":"success"})";
    transport_.answer(std::move(result));
    loop_.advance(100ms);
  }

  tests::FakeLoop loop_;
  tests::HeldTransport transport_;
  Redactor redactor_{FingerprintKey{}};
  Log log_{loop_.clock(), "error", LogFormat::text};
  Fetcher fetcher_;
  int sweeps_ = 0;
  Watcher watcher_;
};

TEST_F(WatcherTest, OnceAndAllPolledThenSwept) {
  start(2, true);
  answer();
  EXPECT_EQ(sweeps_, 0);
  answer();
  EXPECT_EQ(sweeps_, 1);
  EXPECT_TRUE(watcher_.all_good());
}

TEST_F(WatcherTest, OnceAndOneIsDroppedWhileItIsPolledThenSweptWithoutIt) {
  start(2, true);
  watcher_.drop({1});
  EXPECT_EQ(sweeps_, 0);
  answer();  // the dropped one's, unheard
  EXPECT_EQ(sweeps_, 0);
  answer();
  EXPECT_EQ(sweeps_, 1);
}

TEST_F(WatcherTest, OnceAndOneIsDroppedAfterItsPollThenItIsNotCountedTwice) {
  start(2, true);
  answer();
  watcher_.drop({1});
  EXPECT_EQ(sweeps_, 0);
  answer();
  EXPECT_EQ(sweeps_, 1);
}

TEST_F(WatcherTest, PolledAheadOfItsTimeThenItKeepsItsTime) {
  start(1, false);
  answer();
  EXPECT_EQ(transport_.sent.size(), 1U);
  watcher_.poll_now([](const Watched&) { return true; });
  watcher_.poll_now([](const Watched&) { return true; });  // under way already
  loop_.advance(100ms);
  EXPECT_EQ(transport_.sent.size(), 2U);
  answer();
  loop_.advance(64s);  // one interval and its jitter
  EXPECT_EQ(transport_.sent.size(), 3U);
}

TEST_F(WatcherTest, PollsEndThenTalliedAndResourcesCountedByState) {
  start(2, false);
  const ServiceTally& tally = watcher_.tally().services("prod")[0];
  EXPECT_EQ(tally.resources, (std::array<std::int64_t, kResourceStates>{0, 2, 0, 0, 0}));
  answer();
  HttpResult forbidden;
  forbidden.reply.status = 403;
  forbidden.reply.body = "{}";
  transport_.answer(std::move(forbidden));
  loop_.advance(100ms);
  EXPECT_EQ(tally.resources, (std::array<std::int64_t, kResourceStates>{1, 0, 1, 0, 0}));
  EXPECT_EQ(tally.polls[kGood], 1U);
  EXPECT_EQ(tally.polls[ending_of(FailureKind::forbidden)], 1U);
  EXPECT_EQ(watcher_.tally().times().sum, 200ms);
  watcher_.drop({2});
  EXPECT_EQ(tally.resources, (std::array<std::int64_t, kResourceStates>{1, 0, 0, 0, 0}));
  watcher_.add({job(7)});
  EXPECT_EQ(tally.resources, (std::array<std::int64_t, kResourceStates>{1, 1, 0, 0, 0}));
}

TEST_F(WatcherTest, DroppedThenNotPolledAnyMore) {
  start(1, false);
  answer();
  watcher_.drop({1});
  loop_.advance(10min);
  EXPECT_EQ(transport_.sent.size(), 1U);
}

TEST_F(WatcherTest, AddedThenPolledAtOnceAndInItsInterval) {
  start(0, false);
  watcher_.add({job(7)});
  loop_.advance(100ms);
  ASSERT_EQ(transport_.sent.size(), 1U);
  EXPECT_FALSE(watcher_.all_seen());
  answer();
  EXPECT_TRUE(watcher_.all_seen());
  loop_.advance(64s);
  EXPECT_EQ(transport_.sent.size(), 2U);
}

}  // namespace
}  // namespace noticed
