#include "daemon/watch/poll_stats.h"

#include <gtest/gtest.h>

#include "daemon/monitoring/sliding_max.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

class PollTallyTest : public testing::Test {
 protected:
  PollTallyTest() { poll_stats_.begin({"a", "b"}, 3, 2); }
  std::int64_t in(ResourceState state, const std::string& account = "a", Service service = service::build) const {
    return poll_stats_.services(account)[static_cast<std::size_t>(service)].resources[static_cast<std::size_t>(state)];
  }
  PollStats poll_stats_;
  Watched watched_;
};

TEST_F(PollTallyTest, FailuresGrowThenTheStateFollows) {
  poll_stats_.count(watched_);
  EXPECT_EQ(in(ResourceState::fresh), 1);
  watched_.fresh = false;
  poll_stats_.restate(watched_);
  EXPECT_EQ(in(ResourceState::ok), 1);
  watched_.failures = 1;
  poll_stats_.restate(watched_);
  EXPECT_EQ(in(ResourceState::failing), 1);
  watched_.failures = 3;
  poll_stats_.restate(watched_);
  EXPECT_EQ(in(ResourceState::unreachable), 1);
  watched_.missing = 2;
  poll_stats_.restate(watched_);
  EXPECT_EQ(in(ResourceState::gone), 1);
  poll_stats_.uncount(watched_);
  for (const auto state : {ResourceState::ok, ResourceState::fresh, ResourceState::failing, ResourceState::unreachable,
                           ResourceState::gone})
    EXPECT_EQ(in(state), 0);
}

TEST_F(PollTallyTest, ToldToBeGoneThenGoneAlsoAfterARestart) {
  watched_.notified = NotifiedState::gone;
  watched_.failures = 7;
  poll_stats_.count(watched_);
  EXPECT_EQ(in(ResourceState::gone), 1);
}

TEST_F(PollTallyTest, NewGenerationThenCountsGoOnAndResourcesBeginAnew) {
  watched_.account = 1;
  watched_.service = service::repo;
  poll_stats_.count(watched_);
  poll_stats_.ended(watched_, kPartial, 80ms);
  poll_stats_.changed(watched_, {0, 2, 1});
  poll_stats_.begin({"b", "c"}, 3, 3);
  const ServiceTally& repo = poll_stats_.services("b")[static_cast<std::size_t>(service::repo)];
  EXPECT_EQ(repo.polls[kPartial], 1U);
  EXPECT_EQ(repo.changes, (std::array<std::uint64_t, 3>{0, 2, 1}));
  EXPECT_EQ(repo.resources, (std::array<std::int64_t, kResourceStates>{}));
}

TEST(PollTimes, BoundsThenInclusive) {
  PollTimes times;
  for (const auto took : {0ms, 50ms, 51ms, 60'000ms, 60'001ms}) times.add(took);
  EXPECT_EQ(times.counts.front(), 2U);
  EXPECT_EQ(times.counts[1], 1U);
  EXPECT_EQ(times.counts[9], 1U);
  EXPECT_EQ(times.counts.back(), 1U);
  EXPECT_EQ(times.sum, 120'102ms);
}

TEST(AttemptResult, EachThenItsWord) {
  EXPECT_EQ(outcome_text(kGood), "ok");
  EXPECT_EQ(outcome_text(ending_of(FailureKind::network)), "network");
  EXPECT_EQ(outcome_text(ending_of(FailureKind::too_large)), "too_large");
  EXPECT_EQ(outcome_text(kUnsigned), "unsigned");
  EXPECT_EQ(outcome_text(kPartial), "partial");
}

TEST(SlidingMax, AMinuteLaterThenForgotten) {
  const auto at = [](std::chrono::milliseconds time) { return SteadyPoint{time}; };
  SlidingMax most;
  EXPECT_EQ(most.most(at(0s)), 0ms);
  most.add(900ms, at(0s));
  most.add(20ms, at(10s));
  EXPECT_EQ(most.most(at(60s)), 900ms);
  EXPECT_EQ(most.most(at(61s)), 20ms);
  EXPECT_EQ(most.most(at(71s)), 0ms);
}

}  // namespace
}  // namespace noticed
