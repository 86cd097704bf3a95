#include "daemon/config/poll_budget.h"
#include "tests/support/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noticed {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;
using testing::Pair;

/// Build jobs: one API.
HostLoad jobs(double per_operation, std::map<std::chrono::seconds, std::uint64_t> sections) {
  HostLoad load;
  load.per_operation = per_operation;
  if (!sections.empty()) load.sections[{service::build, 0}] = std::move(sections);
  return load;
}
/// Repositories with all their sections, at an interval of 5 minutes.
HostLoad repositories(double per_operation, std::size_t count) {
  HostLoad load;
  load.per_operation = per_operation;
  for (std::size_t i = 0; i < count; ++i) load.add(service::repo, all_sections(service::repo), 300s);
  return load;
}

TEST(PollBudget, RoomEnoughThenEveryIntervalIsKept) {
  const auto budget = budget_of(jobs(3, {{300s, 600}})).at(0);
  EXPECT_EQ(budget.requests, 600U);
  EXPECT_EQ(budget.takes, 200s);
  EXPECT_DOUBLE_EQ(budget.needed, 2);
  EXPECT_THAT(budget.promises, ElementsAre(Pair(300s, 300s)));
}

TEST(PollBudget, NothingToAskThenNothing) { EXPECT_THAT(budget_of(jobs(3, {})), IsEmpty()); }

TEST(PollBudget, NineTenthsOfTheRateThenKeptAndOneMoreThenNot) {
  EXPECT_THAT(budget_of(jobs(5, {{300s, 1350}})).at(0).promises, ElementsAre(Pair(300s, 300s)));
  EXPECT_GT(budget_of(jobs(5, {{300s, 1351}})).at(0).promises.at(300s), 300s);
}

TEST(PollBudget, SeveralApisThenEachHasItsOwnRate) {
  const auto budgets = budget_of(repositories(3, 100));
  ASSERT_EQ(budgets.size(), 2U);
  EXPECT_EQ(budgets[0].requests, 100U);
  EXPECT_EQ(budgets[1].requests, 500U);
  EXPECT_EQ(budgets[1].promises.at(300s), 300s);
  EXPECT_EQ(sum_of(budgets).takes, budgets[1].takes) << "they are asked at the same time";
}

TEST(PollBudget, HostIsLimitedAsAWholeThenItsApisShareThat) {
  HostLoad load = repositories(3, 300);
  load.total = 3;
  const auto budgets = budget_of(load);
  EXPECT_NEAR(budgets[0].allowed, 0.5, 1e-9);
  EXPECT_NEAR(budgets[1].allowed, 2.5, 1e-9);
  EXPECT_NEAR(static_cast<double>(budgets[0].promises.at(300s).count()), 300 / 0.45 * 1'000, 1'000);
  EXPECT_EQ(budgets[0].promises, budgets[1].promises);
}

TEST(PollBudget, FewOftenBesideManySeldomThenAllKept) {
  // One sweep takes more than half an hour, but the interval of one minute is kept: the others need little of the rate.
  const auto budget = budget_of(jobs(5, {{60s, 10}, {86'400s, 10'000}})).at(0);
  EXPECT_GT(budget.takes, 60s);
  EXPECT_THAT(budget.promises, ElementsAre(Pair(60s, 60s), Pair(86'400s, 86'400s)));
}

TEST(PollBudget, TooMuchTogetherThenAllIntervalsGrowByOneFactor) {
  const auto promises = budget_of(jobs(5, {{60s, 200}, {300s, 900}})).at(0).promises;
  EXPECT_GT(promises.at(60s), 60s);
  EXPECT_NEAR(static_cast<double>(promises.at(300s).count()), 5.0 * static_cast<double>(promises.at(60s).count()), 10);
}

TEST(PollBudget, NextToNoRateThenTenYearsAtMost) {
  EXPECT_EQ(budget_of(jobs(1e-300, {{1s, 1}})).at(0).takes, 3'650 * 24h);
}

TEST(Ages, KeptThenHalfAnIntervalOnAverage) {
  const auto ages = ages_of({repositories(3, 100), jobs(3, {{60s, 1}})});
  ASSERT_EQ(ages.size(), 2U);
  EXPECT_EQ(ages.at(service::repo).worst, 300s);
  EXPECT_EQ(ages.at(service::repo).mean, 150s);
  EXPECT_EQ(ages.at(service::build).worst, 60s);
}

TEST(BudgetWarnings, KeptThenNothingIsSaid) { EXPECT_THAT(budget_warnings("h", jobs(3, {{300s, 600}})), IsEmpty()); }

TEST(BudgetWarnings, CannotBeKeptThenApiPromiseAndRemedy) {
  EXPECT_THAT(budget_warnings("cloudbuild-ext.x", jobs(5, {{300s, 12'600}})),
              ElementsAre("cloudbuild-ext.x: build: an interval of 5m cannot be kept (42/s needed, 4.5/s to spend); "
                          "every 46 min 40 s instead; choose a longer interval "
                          "(at least 46 min 40 s) or a higher rate_limit"));
}

TEST(BudgetWarnings, OneOfTwoApisIsTooSlowThenThatIsNamed) {
  EXPECT_THAT(budget_warnings("h", repositories(3, 300)),
              ElementsAre("h: repo subscription: an interval of 5m cannot be kept (5/s needed, 2.7/s to spend); every "
                          "9 min 16 s instead, less if channels are off; choose a longer interval (at "
                          "least 9 min 16 s), fewer channels or a higher rate_limit"));
}

TEST(BudgetWarnings, RepoAtItsCapThenNoHigherRateIsAdvised) {
  EXPECT_THAT(budget_warnings("h", repositories(10, 1'000)), ElementsAre(EndsWith(") or fewer channels")));
}

}  // namespace
}  // namespace noticed
