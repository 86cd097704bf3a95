#include "daemon/control/poll_requests.h"

#include "daemon/watch/watcher_fixture.h"

namespace noticed {
namespace {

using Result = PollOutcome::Result;

struct Waiter final : PollRequests::Asker {
  void polled(const Polled& polled) override {
    ids.emplace_back(polled.id);
    outcomes.push_back(polled.outcome);
  }
  void all_polled() override { ++ends; }
  std::vector<std::string> ids;
  std::vector<PollOutcome> outcomes;
  int ends = 0;
};

class PollDeskTest : public WatcherTest {
 protected:
  PollDeskTest() {
    asked = [this](std::uint32_t index, const PollOutcome& outcome) { poll_requests_.came(index, outcome); };
  }
  /// A watch in which nothing is due for 30 s, and then one a second.
  void settle(std::int64_t jobs) {
    due_in = [](std::int64_t number) { return std::chrono::seconds{30 + number}; };
    start(jobs, false);
  }
  PollRequests poll_requests_{watcher_};
  Waiter waiter_, other_;
};

TEST_F(PollDeskTest, OneIsAskedForThenPolledOnceAndTold) {
  settle(3);
  EXPECT_TRUE(poll_requests_.ask_one(waiter_, 2));
  EXPECT_EQ(poll_requests_.left(waiter_), 1U);
  loop_.advance(100ms);
  ASSERT_EQ(transport_.waiting.size(), 1U);
  EXPECT_EQ(waiter_.ends, 0);
  answer();
  ASSERT_EQ(waiter_.ids, std::vector<std::string>{"job2"});
  EXPECT_EQ(waiter_.outcomes[0].kind, Result::unchanged);
  EXPECT_EQ(waiter_.ends, 1);
  EXPECT_EQ(poll_requests_.left(waiter_), 0U);
}

TEST_F(PollDeskTest, SomethingElseIsAskedForThenItIsNotWatched) {
  settle(1);
  for (const std::int64_t resource : {-1, 0, 2, 1'000'000})
    EXPECT_FALSE(poll_requests_.ask_one(waiter_, resource)) << resource;
}

TEST_F(PollDeskTest, PollIsUnderWayThenThoseWhoAskJoinIt) {
  settle(1);
  poll_requests_.ask_one(waiter_, 1);
  poll_requests_.ask_one(other_, 1);
  loop_.advance(100ms);
  EXPECT_EQ(transport_.waiting.size(), 1U);
  answer();
  EXPECT_EQ(waiter_.ends + other_.ends, 2);
  EXPECT_TRUE(transport_.waiting.empty());
}

TEST_F(PollDeskTest, ChangedThenToldWithItsEventAndOnlyOnceStored) {
  settle(1);
  poll_requests_.ask_one(waiter_, 1);
  loop_.advance(100ms);
  Event event;
  event.seq = 7;
  event.type = "noticed.settings.changed";
  event.severity = Severity::critical;
  event.summary = "payments-api: no visible notification left for failed builds";
  notified = {event};
  answer(false);
  ASSERT_EQ(waiter_.outcomes.size(), 1U);
  EXPECT_EQ(waiter_.outcomes[0].kind, Result::changed);
  ASSERT_EQ(waiter_.outcomes[0].events.size(), 1U);
  EXPECT_EQ(waiter_.outcomes[0].events[0].seq, 7);
  EXPECT_EQ(waiter_.outcomes[0].events[0].summary, event.summary);
}

TEST_F(PollDeskTest, FailedThenToldWhyEveryTime) {
  settle(1);
  for (int i = 0; i < 2; ++i) {
    poll_requests_.ask_one(waiter_, 1);
    loop_.advance(100ms);
    refuse();
  }
  ASSERT_EQ(waiter_.outcomes.size(), 2U);
  for (const auto& outcome : waiter_.outcomes) {
    EXPECT_EQ(outcome.kind, Result::failed);
    EXPECT_FALSE(outcome.partly);
    EXPECT_NE(outcome.error.find("HTTP 403"), std::string::npos) << outcome.error;
  }
}

TEST_F(PollDeskTest, StoreTakesNothingThenToldAsUnstored) {
  settle(1);
  storing = false;
  poll_requests_.ask_one(waiter_, 1);
  loop_.advance(100ms);
  answer(false);
  ASSERT_EQ(waiter_.outcomes.size(), 1U);
  EXPECT_EQ(waiter_.outcomes[0].kind, Result::unstored);
}

TEST_F(PollDeskTest, AllAreAskedForThenEachOnceAndFewAtATime) {
  settle(30);
  const std::size_t before = transport_.sent.size();
  EXPECT_EQ(poll_requests_.ask_all(waiter_), 30U);
  loop_.advance(1s);
  EXPECT_EQ(transport_.waiting.size(), 8U) << "others are to have their turns in between";
  while (!transport_.waiting.empty()) answer();
  EXPECT_EQ(waiter_.ids.size(), 30U);
  EXPECT_EQ(waiter_.ends, 1);
  EXPECT_EQ(transport_.sent.size() - before, 30U);
}

TEST_F(PollDeskTest, SecondAsksForAllMeanwhileThenBothHearOfEachAndThoseDoneArePolledAgain) {
  settle(10);
  const std::size_t before = transport_.sent.size();
  poll_requests_.ask_all(waiter_);
  loop_.advance(100ms);
  for (int i = 0; i < 4; ++i) answer();
  poll_requests_.ask_all(other_);
  while (!transport_.waiting.empty()) answer();
  EXPECT_EQ(waiter_.ids.size(), 10U);
  EXPECT_EQ(other_.ids.size(), 10U);
  EXPECT_EQ(waiter_.ends + other_.ends, 2);
  EXPECT_EQ(transport_.sent.size() - before, 14U);
}

TEST_F(PollDeskTest, ScheduleBringsOneMeanwhileThenItIsNotPolledTwice) {
  settle(20);
  poll_requests_.ask_all(waiter_);
  loop_.advance(55s);
  EXPECT_EQ(transport_.sent.size(), 20U) << "eight were asked for, the others were due";
  for (int i = 0; i < 20; ++i) answer();
  EXPECT_EQ(waiter_.ids.size(), 20U);
  EXPECT_EQ(waiter_.ends, 1);
  EXPECT_EQ(transport_.sent.size(), 20U);
}

TEST_F(PollDeskTest, WhoAskedLeavesThenItIsPolledAllTheSame) {
  settle(10);
  const std::size_t before = transport_.sent.size();
  poll_requests_.ask_all(waiter_);
  poll_requests_.leave(waiter_);
  loop_.advance(100ms);
  while (!transport_.waiting.empty()) answer();
  EXPECT_EQ(transport_.sent.size() - before, 10U);
  EXPECT_TRUE(waiter_.ids.empty());
  EXPECT_EQ(waiter_.ends, 0);
}

TEST_F(PollDeskTest, OneIsDroppedMeanwhileThenTheOthersEndTheWait) {
  settle(12);
  poll_requests_.ask_all(waiter_);
  loop_.advance(100ms);
  watcher_.drop({1, 12});  // one under way, one that waits
  while (!transport_.waiting.empty()) answer();
  ASSERT_EQ(waiter_.ids.size(), 12U);
  EXPECT_EQ(waiter_.ids[0], "job1");
  EXPECT_EQ(waiter_.outcomes[0].kind, Result::unwatched);
  EXPECT_EQ(waiter_.ids[1], "job12");
  EXPECT_EQ(waiter_.outcomes[2].kind, Result::unchanged);
  EXPECT_EQ(waiter_.ends, 1);
}

TEST_F(PollDeskTest, ConfigurationIsReloadedMeanwhileThenTheNewWatchGoesOnWithIt) {
  settle(12);
  poll_requests_.ask_all(waiter_);
  poll_requests_.ask_one(other_, 11);
  loop_.advance(100ms);
  for (int i = 0; i < 3; ++i) answer();
  start(10, false);
  poll_requests_.restarted();
  loop_.advance(5s);
  while (!transport_.waiting.empty()) answer();
  EXPECT_EQ(waiter_.ids.size(), 12U);
  EXPECT_EQ(waiter_.ends, 1);
  ASSERT_EQ(other_.outcomes.size(), 1U);
  EXPECT_EQ(other_.outcomes[0].kind, Result::unwatched);
  EXPECT_EQ(other_.ends, 1);
}

TEST_F(PollDeskTest, PolledThenEachIsDueAnIntervalLater) {
  settle(20);
  poll_requests_.ask_all(waiter_);
  loop_.advance(100ms);
  while (!transport_.waiting.empty()) answer();
  ASSERT_EQ(waiter_.ends, 1);
  const std::size_t before = transport_.sent.size();
  loop_.advance(57s);
  EXPECT_EQ(transport_.sent.size() - before, 0U);
  loop_.advance(4s);
  EXPECT_EQ(transport_.sent.size() - before, 20U);
}

}  // namespace
}  // namespace noticed
