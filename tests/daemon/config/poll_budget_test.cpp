#include "daemon/config/poll_budget.h"
#include "tests/support/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noticed {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(PollBudget, RoomEnoughThenEveryIntervalIsKept) {
  const PollBudget sweep = budget_of({3, {{300s, 600}}, {}});
  EXPECT_EQ(sweep.requests, 600U);
  EXPECT_EQ(sweep.takes, 200s);
  EXPECT_DOUBLE_EQ(sweep.needed, 2);
  EXPECT_THAT(sweep.too_short, IsEmpty());
}

TEST(PollBudget, NothingToAskThenNothing) {
  const PollBudget sweep = budget_of({3, {}, {}});
  EXPECT_EQ(sweep.requests, 0U);
  EXPECT_EQ(sweep.takes, 0s);
  EXPECT_THAT(sweep.too_short, IsEmpty());
}

TEST(PollBudget, ExactlyTheIntervalThenKept) {
  EXPECT_THAT(budget_of({5, {{300s, 1500}}, {}}).too_short, IsEmpty());
  EXPECT_THAT(budget_of({5, {{300s, 1501}}, {}}).too_short, ElementsAre(300s));
}

TEST(PollBudget, LongerThanTheIntervalThenItCannotBeKept) {
  const PollBudget sweep = budget_of({5, {{300s, 12'600}}, {}});
  EXPECT_EQ(sweep.takes, 42min);
  EXPECT_DOUBLE_EQ(sweep.needed, 42);
  EXPECT_THAT(sweep.too_short, ElementsAre(300s));
}

TEST(PollBudget, FewOftenBesideManySeldomThenAllKept) {
  // One sweep takes more than half an hour, but the interval of one minute is kept: the others need little of the rate.
  const PollBudget sweep = budget_of({5, {{60s, 10}, {86'400s, 10'000}}, {}});
  EXPECT_GT(sweep.takes, 60s);
  EXPECT_THAT(sweep.too_short, IsEmpty());
}

TEST(PollBudget, SeveralIntervalsTooMuchTogetherThenThoseShorterThanTheSweep) {
  // 200/60 + 900/300 + 100/3600 = 6.36 a second; one sweep takes 240 s.
  const PollBudget sweep = budget_of({5, {{60s, 200}, {300s, 900}, {3600s, 100}}, {}});
  EXPECT_EQ(sweep.takes, 240s);
  EXPECT_NEAR(sweep.needed, 6.361, 0.001);
  EXPECT_THAT(sweep.too_short, ElementsAre(60s));
}

TEST(PollBudget, ExactlyWhatIsAllowedInBrokenNumbersThenKept) {
  // 0.1 + 0.2 is a little more than 0.3.
  EXPECT_THAT(budget_of({0.3, {{5s, 1}, {10s, 1}}, {}}).too_short, IsEmpty());
}

TEST(PollBudget, NextToNoRateThenTenYearsAtMost) { EXPECT_EQ(budget_of({1e-300, {{1s, 1}}, {}}).takes, 3'650 * 24h); }

TEST(BudgetWarnings, KeptThenNothingIsSaid) { EXPECT_THAT(budget_warnings("h", {3, {{300s, 600}}, {}}), IsEmpty()); }

TEST(BudgetWarnings, CannotBeKeptThenHostTimeAndRemedy) {
  EXPECT_THAT(
      budget_warnings("cloudbuild-ext.x", {5, {{300s, 12'600}}, {service::build}}),
      ElementsAre("cloudbuild-ext.x: one sweep takes 42 min; an interval of 5m cannot be kept (12600 requests at "
                  "5/s); choose a longer interval (at least 42 min) or a higher rate_limit"));
}

TEST(BudgetWarnings, SweepOfBrokenSecondsThenTheIntervalThatIsNamedWillDo) {
  // 10 requests at 3/s take 3.34 s: 4 s can be kept, 3 s cannot.
  EXPECT_THAT(budget_warnings("h", {3, {{2s, 10}}, {service::build}}),
              ElementsAre("h: one sweep takes 4 s; an interval of 2s cannot be kept (10 requests at 3/s); choose a "
                          "longer interval (at least 4 s) or a higher rate_limit"));
  EXPECT_THAT(budget_warnings("h", {3, {{4s, 10}}, {service::build}}), IsEmpty());
}

TEST(BudgetWarnings, SeveralIntervalsThenOneSentenceEachAndWhatTheyNeed) {
  const std::string rest =
      " cannot be kept (1300 requests at 5/s; all intervals together need 7.5/s); choose a longer interval, fewer "
      "channels or a higher rate_limit";
  EXPECT_THAT(budget_warnings("h", {5, {{120s, 300}, {200s, 1000}}, {service::pipeline}}),
              ElementsAre("h: one sweep takes 4 min 20 s; an interval of 2m" + rest,
                          "h: one sweep takes 4 min 20 s; an interval of 3m 20s" + rest));
}

TEST(BudgetWarnings, RepoAtItsCapThenNoHigherRateIsAdvised) {
  EXPECT_THAT(budget_warnings("h", {10, {{60s, 1200}}, {service::repo}}),
              ElementsAre("h: one sweep takes 2 min; an interval of 1m cannot be kept (1200 requests at 10/s); choose "
                          "a longer interval (at least 2 min) or fewer channels"));
}

}  // namespace
}  // namespace noticed
