#include "daemon/watch/reachability.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

std::optional<Standing> step(Standings now) { return step_of(now, 3, 4); }

Standings failed(std::uint32_t failures, std::uint32_t missing = 0, Told told = Told::nothing) {
  return {told, true, failures, missing, false};
}

TEST(Standing, FailedLessOftenThanFailAfterThenNothing) { EXPECT_EQ(step(failed(2)), std::nullopt); }

TEST(Standing, FailedAsOftenThenUnreachable) { EXPECT_EQ(step(failed(3)), Standing::unreachable); }

TEST(Standing, ToldBeforeThenNotAgain) { EXPECT_EQ(step(failed(9, 0, Told::unreachable)), std::nullopt); }

TEST(Standing, MissingOnlyThenWaitsForGoneInsteadOfUnreachable) {
  EXPECT_EQ(step(failed(3, 3)), std::nullopt);
  EXPECT_EQ(step(failed(4, 4)), Standing::gone);
}

TEST(Standing, MissingAfterOtherFailuresThenUnreachableFirst) { EXPECT_EQ(step(failed(3, 2)), Standing::unreachable); }

TEST(Standing, UnreachableThenGone) { EXPECT_EQ(step(failed(9, 4, Told::unreachable)), Standing::gone); }

TEST(Standing, GoneThenOtherFailuresSayNothing) { EXPECT_EQ(step(failed(9, 0, Told::gone)), std::nullopt); }

TEST(Standing, GoodThenBackFromWhatWasTold) {
  EXPECT_EQ(step({Told::unreachable, false, 0, 0, false}), Standing::recovered);
  EXPECT_EQ(step({Told::gone, false, 0, 0, false}), Standing::returned);
  EXPECT_EQ(step({Told::nothing, false, 0, 0, false}), std::nullopt);
}

TEST(Standing, SomethingWiderIsDownThenNothing) {
  EXPECT_EQ(step({Told::nothing, true, 9, 0, true}), std::nullopt);
  EXPECT_EQ(step({Told::nothing, true, 9, 9, true}), std::nullopt);
}

}  // namespace
}  // namespace noticed
