#include "pollers/backoff.h"

#include <gtest/gtest.h>

#include <set>

namespace noticed {
namespace {

using namespace std::chrono_literals;

constexpr Backoff kBackoff{1s, 60s, 100ms};

TEST(Backoff, EachFailureThenTwiceAsLongUpToTheLimit) {
  EXPECT_EQ(kBackoff.bound(0), 1s);
  EXPECT_EQ(kBackoff.bound(1), 2s);
  EXPECT_EQ(kBackoff.bound(5), 32s);
  EXPECT_EQ(kBackoff.bound(6), 60s);
  EXPECT_EQ(kBackoff.bound(4'000'000'000U), 60s);
}

TEST(Backoff, ManyWaitsThenAllOverTheRangeAndNoneBeyond) {
  std::minstd_rand random(1);
  std::set<std::chrono::milliseconds> waits;
  for (int i = 0; i < 20'000; ++i) waits.insert(kBackoff.wait(0, random));
  EXPECT_EQ(*waits.begin(), 100ms);
  EXPECT_EQ(*waits.rbegin(), 1s);
  EXPECT_EQ(waits.size(), 901U);
}

TEST(Backoff, LimitBelowTheFirstThenTheLimit) { EXPECT_EQ((Backoff{1s, 500ms}.bound(0)), 500ms); }

TEST(Jitter, ManyThenWithinATwentiethToEitherSide) {
  std::minstd_rand random(1);
  std::set<std::chrono::milliseconds> seen;
  for (int i = 0; i < 20'000; ++i) seen.insert(jitter(1s, random));
  EXPECT_EQ(*seen.begin(), -50ms);
  EXPECT_EQ(*seen.rbegin(), 50ms);
}

}  // namespace
}  // namespace noticed
