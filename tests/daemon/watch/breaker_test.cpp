#include "daemon/watch/breaker.h"

#include <gtest/gtest.h>

#include "support/steady_time.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

/// Whether a poll that would change something is held back.
bool held(Breaker& breaker, std::uint32_t resource, std::size_t watched, SteadyPoint now) {
  breaker.record(resource, now);
  return breaker.is_open(watched, 300s, now);
}

TEST(Breaker, TwentyOfThirtyThenBelievedAndTheNextIsHeld) {
  Breaker breaker;
  for (std::uint32_t i = 0; i < 20; ++i) EXPECT_FALSE(held(breaker, i, 30, steady_at(1s))) << i;
  EXPECT_TRUE(held(breaker, 20, 30, steady_at(2s)));
}

TEST(Breaker, HalfThenBelievedAndOneMoreIsHeld) {
  Breaker breaker;
  for (std::uint32_t i = 0; i < 50; ++i) EXPECT_FALSE(held(breaker, i, 100, steady_at(1s))) << i;
  EXPECT_TRUE(held(breaker, 50, 100, steady_at(2s)));
}

TEST(Breaker, OneResourceChangesOftenThenItCountsOnce) {
  Breaker breaker;
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(held(breaker, 7, 30, steady_at(std::chrono::seconds(i)))) << i;
}

TEST(Breaker, LongerAgoThanAnIntervalThenForgotten) {
  Breaker breaker;
  for (std::uint32_t i = 0; i < 20; ++i) breaker.record(i, steady_at(1s));
  EXPECT_FALSE(held(breaker, 20, 30, steady_at(302s)));
}

}  // namespace
}  // namespace noticed
