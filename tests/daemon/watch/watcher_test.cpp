#include <algorithm>

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

TEST_F(WatcherTest, OnceAndAllChangeThenNoneIsPolledTwice) {
  finding = true;
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

TEST_F(WatcherTest, PolledAheadOfItsTimeThenAnIntervalPassesUntilTheNext) {
  start(1, false);
  answer();
  EXPECT_EQ(transport_.sent.size(), 1U);
  loop_.advance(30s);
  watcher_.poll_asked(0);
  watcher_.poll_asked(0);
  loop_.advance(100ms);
  EXPECT_EQ(transport_.sent.size(), 2U) << "twice asked for, once asked";
  answer();
  loop_.advance(59s);
  EXPECT_EQ(transport_.sent.size(), 2U);
  loop_.advance(1s);
  EXPECT_EQ(transport_.sent.size(), 3U);
}

TEST_F(WatcherTest, AllAreAskedForAtALowPaceThenAllArePolledInTime) {
  known = true;
  pace = 2;
  due_in = [](std::int64_t number) { return 30s + number * 1s; };
  start(4, false);
  for (std::uint32_t i = 0; i < 4; ++i) EXPECT_TRUE(watcher_.poll_asked(i));
  for (int i = 0; i < 100; ++i) {
    loop_.advance(100ms);
    if (!transport_.waiting.empty()) answer();
  }
  EXPECT_EQ(transport_.sent.size(), 4U);
}

TEST_F(WatcherTest, AskedForWhileItsPollIsBeingStoredThenThatIsTheAnswer) {
  slow = true;
  int answers = 0;
  asked = [&](std::uint32_t, const PollOutcome&) { ++answers; };
  start(1, false);
  answer();
  watcher_.poll_asked(0);
  loop_.advance(1s);
  EXPECT_EQ(transport_.sent.size(), 1U);
  EXPECT_EQ(answers, 0);
  std::exchange(kept, {}).front()();
  EXPECT_EQ(answers, 1);
}

TEST_F(WatcherTest, UrgentWhileItsPollIsBeingStoredThenPolledAfterwardsAndStillInTurn) {
  slow = finding = true;
  start(2, false);
  answer();
  answer();
  ASSERT_EQ(kept.size(), 2U);
  const auto stored = std::exchange(kept, {});
  slow = finding = false;
  stored[1]();  // a change: the first job becomes urgent
  loop_.advance(1s);
  EXPECT_EQ(transport_.sent.size(), 2U) << "one poll at a time";
  stored[0]();
  loop_.advance(1s);
  const auto sent = transport_.sent.size();
  EXPECT_EQ(std::count(transport_.sent.begin(), transport_.sent.end(), transport_.sent.front()), 2);
  while (!transport_.waiting.empty()) answer();
  loop_.advance(61s);
  EXPECT_GT(transport_.sent.size(), sent);
  EXPECT_GE(std::count(transport_.sent.begin(), transport_.sent.end(), transport_.sent.front()), 3);
}

TEST_F(WatcherTest, OneChangesThenTheOthersOfItsProjectAreAskedSoon) {
  known = true;
  due_in = [](std::int64_t number) { return number == 1 ? 1s : 50s; };
  start(3, false);
  loop_.advance(1s);
  ASSERT_EQ(transport_.sent.size(), 1U);
  finding = true;
  answer();
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
  EXPECT_EQ(watcher_.poll_stats().times().sum, 299ms);
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
