#include "daemon/config/promise.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Promises = std::vector<milliseconds>;

constexpr milliseconds kMost = hours{6};

/// Of 1,036 repositories: channels that are on, and those that are off.
std::vector<PromiseGroup> repositories(milliseconds interval) {
  return {{interval, false, 2'020}, {interval, true, 3'160}};
}

TEST(Promise, AllFitThenEachKeepsItsInterval) {
  const std::vector<PromiseGroup> groups{{minutes{5}, false, 50}, {minutes{5}, true, 200}, {hours{1}, false, 10}};
  EXPECT_EQ(promises_of(groups, 2.7, kMost), (Promises{minutes{5}, minutes{5}, hours{1}}));
}

TEST(Promise, NothingToAskThenTheInterval) {
  EXPECT_EQ(promises_of({{minutes{5}, false, 0}}, 0.1, kMost), Promises{minutes{5}});
  EXPECT_EQ(promises_of({}, 0.1, kMost), Promises{});
}

TEST(Promise, NotAllFitThenIdleOnesWaitAsLongAsNecessary) {
  // 2,020 in 5 minutes are 6.733 a second; 1.367 of 8.1 are left for 3,160.
  const auto promises = promises_of(repositories(minutes{5}), 8.1, kMost);
  EXPECT_EQ(promises[0], minutes{5});
  EXPECT_NEAR(static_cast<double>(promises[1].count()), 3'160 / (8.1 - 2'020 / 300.0) * 1'000, 2);
}

TEST(Promise, IdleOnesWaitTheLongestThenTheOthersStretchByOneFactor) {
  const auto promises = promises_of(repositories(minutes{5}), 2.7, kMost);
  EXPECT_EQ(promises[1], kMost);
  EXPECT_NEAR(static_cast<double>(promises[0].count()), 2'020 / (2.7 - 3'160 / 21'600.0) * 1'000, 2);
}

TEST(Promise, SeveralIntervalsThenAllStretchByTheSameFactor) {
  // 300 a minute and 300 in two minutes are 7.5 a second: three times what there is.
  const auto promises = promises_of({{seconds{60}, false, 300}, {seconds{120}, false, 300}}, 2.5, kMost);
  EXPECT_NEAR(static_cast<double>(promises[0].count()), 180'000, 1);
  EXPECT_NEAR(static_cast<double>(promises[1].count()), 360'000, 1);
}

TEST(Promise, LongerThanTheLongestThenIdleOnesAsLongAsTheOthers) {
  const auto promises = promises_of(repositories(minutes{5}), 0.01, kMost);
  EXPECT_EQ(promises[0], promises[1]);
  EXPECT_NEAR(static_cast<double>(promises[0].count()), 5'180 / 0.01 * 1'000, 10);
}

TEST(Promise, IntervalBeyondTheLongestThenIdleOnesKeepIt) {
  const auto promises = promises_of({{hours{12}, true, 10'000'000}, {hours{12}, false, 1}}, 1'000, kMost);
  EXPECT_EQ(promises[0], hours{12});
}

TEST(Shares, AllFitsThenInProportionToWhatIsNeeded) {
  EXPECT_EQ(shares_of({{1, 1}, {0.1, 0.5}}, 3), (std::vector<double>{2, 1}));
}

TEST(Shares, OnlyTheLeastFitsThenThatAndTheRestForThoseThatCouldUseMore) {
  const auto shares = shares_of({{1, 1}, {0.7, 9.7}}, 3);  // 2.7 of it may be promised
  EXPECT_NEAR(shares[0] * kPromisedShare, 1, 1e-9);
  EXPECT_NEAR(shares[1] * kPromisedShare, 1.7, 1e-9);
}

TEST(Shares, EvenTheLeastIsTooMuchThenInProportionToIt) {
  EXPECT_EQ(shares_of({{4, 10}, {2, 2}}, 3), (std::vector<double>{2, 1}));
}

TEST(Shares, NothingIsNeededThenAllToEach) { EXPECT_EQ(shares_of({{}, {}}, 3), (std::vector<double>{3, 3})); }

}  // namespace
}  // namespace noticed
