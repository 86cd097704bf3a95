#include "pollers/rate_limit.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

using namespace std::chrono_literals;

SteadyPoint at(std::chrono::milliseconds time) { return SteadyPoint{time}; }

Failure throttling(std::optional<StatedLimit> limit = {}, std::optional<std::chrono::seconds> pause = {}) {
  Failure failure;
  failure.kind = FailureKind::throttled;
  failure.limit = limit;
  failure.retry_after = pause;
  return failure;
}

/// Sends every request allowed between `from` and `to`; returns their number.
int take_all(RateLimit& limit, SteadyPoint from, SteadyPoint to) {
  int taken = 0;
  for (SteadyPoint now = from; now < to;) {
    const auto wait = limit.wait(now);
    if (wait.count() > 0) {
      now += wait;
      continue;
    }
    limit.take();
    ++taken;
  }
  return taken;
}

TEST(RateLimit, NothingWrongThenAsManyAsConfigured) {
  RateLimit limit(5, at(0ms));
  EXPECT_NEAR(take_all(limit, at(0ms), at(60s)), 300, 5);
}

TEST(RateLimit, IdleThenASecondsWorthAtOnceAndNoMore) {
  RateLimit limit(5, at(0ms));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(limit.wait(at(1h)).count(), 0) << i;
    limit.take();
  }
  EXPECT_EQ(limit.wait(at(1h)), 200ms);
}

TEST(RateLimit, ThrottledThenHalfTheRateAfterThePauseAsked) {
  RateLimit limit(8, at(0ms));
  limit.throttled(at(10s), at(10s), throttling({}, 30s));
  EXPECT_EQ(limit.wait(at(10s)), 30s);
  EXPECT_GT(limit.wait(at(39'999ms)).count(), 0);
  EXPECT_NEAR(limit.rate(at(10s)), 4, 0.01);
  EXPECT_NEAR(take_all(limit, at(40s), at(50s)), 43, 4);  // half the rate, slowly rising
}

TEST(RateLimit, ManyUnderWayAreThrottledTogetherThenHalvedOnce) {
  RateLimit limit(8, at(0ms));
  for (int i = 0; i < 20; ++i) limit.throttled(at(9s), at(10s + std::chrono::milliseconds(i)), throttling({}, 1s));
  EXPECT_NEAR(limit.rate(at(10s)), 4, 0.05);
}

TEST(RateLimit, NoMoreComplaintsThenCreepsBackInTenMinutes) {
  RateLimit limit(8, at(0ms));
  limit.throttled(at(0ms), at(0ms), throttling());
  EXPECT_NEAR(limit.rate(at(150s)), 6, 0.1);
  EXPECT_DOUBLE_EQ(limit.rate(at(600s)), 8);
}

TEST(RateLimit, LimitStatedThenKeptBelowForADay) {
  RateLimit limit(5, at(0ms));
  limit.throttled(at(0ms), at(0ms), throttling(StatedLimit{60, 60s}, 60s));
  EXPECT_DOUBLE_EQ(limit.ceiling(at(23h)), 0.9);
  for (int minute = 1; minute < 60; ++minute) {
    const auto begin = at(std::chrono::minutes(minute));
    EXPECT_LE(take_all(limit, begin, begin + 60s), 57) << minute;
  }
  EXPECT_DOUBLE_EQ(limit.ceiling(at(25h)), 5);
}

TEST(RateLimit, ComplaintsWithoutAPauseThenLongerAndLongerUpToAMinute) {
  RateLimit limit(5, at(0ms));
  SteadyPoint now = at(1s);
  std::vector<std::chrono::milliseconds> pauses;
  for (int i = 0; i < 8; ++i) {
    limit.throttled(now, now, throttling());
    pauses.push_back(limit.wait(now));
    now += 2min;
  }
  EXPECT_EQ(pauses, (std::vector<std::chrono::milliseconds>{1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}));
  limit.not_refused(now, true);
  limit.throttled(now, now, throttling());
  EXPECT_EQ(limit.wait(now), 1s);
}

TEST(RateLimit, RefusedThenPausedUntilARequestSentAfterwardsIsAnswered) {
  RateLimit limit(5, at(0ms));
  EXPECT_FALSE(limit.pause());
  limit.throttled(at(9s), at(10s), throttling({}, 30s));
  limit.throttled(at(9s), at(11s), throttling({}, 40s));
  ASSERT_TRUE(limit.pause());
  EXPECT_EQ(limit.pause()->since, at(10s));
  EXPECT_EQ(limit.pause()->until, at(51s));
  limit.not_refused(at(9s), true);
  limit.not_refused(at(11s), true);
  EXPECT_TRUE(limit.pause()) << "sent before it refused";
  limit.not_refused(at(51s), false);
  EXPECT_FALSE(limit.pause()) << "a host that does not answer does not refuse";
}

TEST(RateLimit, NeverSlowerThanOneInHalfAMinute) {
  RateLimit limit(5, at(0ms));
  for (int i = 0; i < 50; ++i) limit.throttled(at(std::chrono::seconds(i)), at(std::chrono::seconds(i)), throttling());
  EXPECT_GE(limit.rate(at(50s)), 1.0 / 30);
}

TEST(RateLimit, ConfiguredAnewThenWhatWasLearnedStays) {
  RateLimit limit(5, at(0ms));
  limit.throttled(at(0ms), at(0ms), throttling(StatedLimit{60, 60s}));
  limit.configure(50, at(1s));
  EXPECT_DOUBLE_EQ(limit.ceiling(at(1s)), 0.9);
}

}  // namespace
}  // namespace noticed
