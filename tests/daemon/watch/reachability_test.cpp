#include "daemon/watch/reachability.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

std::optional<ReachabilityTransition> step(ReachabilityState now) { return next_transition(now, 3, 4); }

ReachabilityState failed(std::uint32_t failures, std::uint32_t missing = 0,
                         NotifiedState notified = NotifiedState::none) {
  return {notified, true, failures, missing, false};
}

TEST(ReachabilityTransition, FailedLessOftenThanFailAfterThenNothing) { EXPECT_EQ(step(failed(2)), std::nullopt); }

TEST(ReachabilityTransition, FailedAsOftenThenUnreachable) {
  EXPECT_EQ(step(failed(3)), ReachabilityTransition::unreachable);
}

TEST(ReachabilityTransition, ToldBeforeThenNotAgain) {
  EXPECT_EQ(step(failed(9, 0, NotifiedState::unreachable)), std::nullopt);
}

TEST(ReachabilityTransition, MissingOnlyThenWaitsForGoneInsteadOfUnreachable) {
  EXPECT_EQ(step(failed(3, 3)), std::nullopt);
  EXPECT_EQ(step(failed(4, 4)), ReachabilityTransition::gone);
}

TEST(ReachabilityTransition, MissingAfterOtherFailuresThenUnreachableFirst) {
  EXPECT_EQ(step(failed(3, 2)), ReachabilityTransition::unreachable);
}

TEST(ReachabilityTransition, UnreachableThenGone) {
  EXPECT_EQ(step(failed(9, 4, NotifiedState::unreachable)), ReachabilityTransition::gone);
}

TEST(ReachabilityTransition, GoneThenOtherFailuresSayNothing) {
  EXPECT_EQ(step(failed(9, 0, NotifiedState::gone)), std::nullopt);
}

TEST(ReachabilityTransition, GoodThenBackFromWhatWasTold) {
  EXPECT_EQ(step({NotifiedState::unreachable, false, 0, 0, false}), ReachabilityTransition::recovered);
  EXPECT_EQ(step({NotifiedState::gone, false, 0, 0, false}), ReachabilityTransition::returned);
  EXPECT_EQ(step({NotifiedState::none, false, 0, 0, false}), std::nullopt);
}

TEST(ReachabilityTransition, SomethingWiderIsDownThenNothing) {
  EXPECT_EQ(step({NotifiedState::none, true, 9, 0, true}), std::nullopt);
  EXPECT_EQ(step({NotifiedState::none, true, 9, 9, true}), std::nullopt);
}

}  // namespace
}  // namespace noticed
