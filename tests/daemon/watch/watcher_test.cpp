#include "watcher_fixture.h"

namespace noticed {
namespace {

TEST_F(WatcherTest, OnceAndAllPolledThenIdle) {
  start(2, true);
  answer();
  EXPECT_EQ(times_idle_, 0);
  answer();
  EXPECT_EQ(times_idle_, 1);
  EXPECT_TRUE(watcher_.all_good());
}

TEST_F(WatcherTest, OnceAndOneIsDroppedWhileItIsPolledThenIdleWithoutIt) {
  start(2, true);
  watcher_.drop({1});
  EXPECT_EQ(times_idle_, 0);
  answer();  // the dropped one's, ignored
  EXPECT_EQ(times_idle_, 0);
  answer();
  EXPECT_EQ(times_idle_, 1);
}

TEST_F(WatcherTest, OnceAndOneIsDroppedAfterItsPollThenItIsNotCountedTwice) {
  start(2, true);
  answer();
  watcher_.drop({1});
  EXPECT_EQ(times_idle_, 0);
  answer();
  EXPECT_EQ(times_idle_, 1);
}

TEST_F(WatcherTest, OnceAndThreeChangeAlikeThenNoneIsPolledTwice) {
  finding = alike = true;
  start(5, true);
  while (!transport_.waiting.empty()) {
    EXPECT_EQ(times_idle_, 0);
    answer();
  }
  EXPECT_EQ(transport_.sent.size(), 5U);
  EXPECT_EQ(times_idle_, 1);
}

TEST_F(WatcherTest, WatchesOnThenNeverIdle) {
  start(2, false);
  answer();
  answer();
  EXPECT_EQ(times_idle_, 0);
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
  const ServiceTally& poll_stats = watcher_.poll_stats().services("prod")[0];
  EXPECT_EQ(poll_stats.resources, (std::array<std::int64_t, kResourceStates>{0, 2, 0, 0, 0}));
  answer();
  HttpResult forbidden;
  forbidden.reply.status = 403;
  forbidden.reply.body = "{}";
  transport_.answer(std::move(forbidden));
  loop_.advance(100ms);
  EXPECT_EQ(poll_stats.resources, (std::array<std::int64_t, kResourceStates>{1, 0, 1, 0, 0}));
  EXPECT_EQ(poll_stats.polls[kGood], 1U);
  EXPECT_EQ(poll_stats.polls[ending_of(FailureKind::forbidden)], 1U);
  EXPECT_EQ(watcher_.poll_stats().times().sum, 280ms);
  watcher_.drop({2});
  EXPECT_EQ(poll_stats.resources, (std::array<std::int64_t, kResourceStates>{1, 0, 0, 0, 0}));
  watcher_.add({job(7)});
  EXPECT_EQ(poll_stats.resources, (std::array<std::int64_t, kResourceStates>{1, 1, 0, 0, 0}));
}

TEST_F(WatcherTest, StoreIsSlowThenPollsWaitForItAndGoOn) {
  slow = true;
  start(2'200, true);
  while (!transport_.waiting.empty()) answer();
  EXPECT_GE(kept.size(), 2'000U);
  EXPECT_LE(kept.size(), 2'064U) << "what was under way came to its end";
  const auto waiting = std::exchange(kept, {});
  for (std::size_t i = 0; i < waiting.size() - 1'000; ++i) waiting[i]();
  loop_.advance(100ms);
  EXPECT_TRUE(transport_.waiting.empty()) << "half of them are still too many";
  for (std::size_t i = waiting.size() - 1'000; i < waiting.size(); ++i) waiting[i]();
  loop_.advance(100ms);
  while (!transport_.waiting.empty()) answer();
  EXPECT_EQ(transport_.sent.size(), 2'200U);
}

TEST_F(WatcherTest, StartedAgainThenEachIsAskedOnce) {
  known = true;
  due_in = [](std::int64_t) { return 0s; };
  start(50, false);
  while (!transport_.waiting.empty()) answer();
  loop_.advance(5s);
  EXPECT_EQ(transport_.sent.size(), 50U);
}

TEST_F(WatcherTest, StartedAgainAndMostHaveChangedThenHalfIsBelievedAndTheOthersAskedTwice) {
  known = finding = true;
  due_in = [](std::int64_t) { return 0s; };
  start(50, false);
  while (!transport_.waiting.empty()) answer();
  loop_.advance(5s);
  while (!transport_.waiting.empty()) answer();
  EXPECT_EQ(transport_.sent.size(), 74U);
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
