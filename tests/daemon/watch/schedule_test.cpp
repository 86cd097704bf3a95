#include "daemon/watch/schedule.h"

#include <gtest/gtest.h>

#include "support/steady_time.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

std::vector<std::uint32_t> all(Schedule& schedule) {
  std::vector<std::uint32_t> taken;
  for (; schedule.first(); schedule.pop()) taken.push_back(schedule.first()->index);
  return taken;
}

TEST(Schedule, NothingThenNothingIsFirst) { EXPECT_FALSE(Schedule().first()); }

TEST(Schedule, OneThenItIsFirstUntilItIsRemoved) {
  Schedule schedule;
  schedule.at(7, steady_at(10s));
  ASSERT_TRUE(schedule.first());
  EXPECT_EQ(schedule.first()->due, steady_at(10s));
  EXPECT_EQ(schedule.first()->index, 7U);
  schedule.pop();
  EXPECT_FALSE(schedule.first());
}

TEST(Schedule, SeveralThenByTimeThenByIndex) {
  Schedule schedule;
  schedule.at(1, steady_at(30s));
  schedule.at(2, steady_at(10s));
  schedule.at(4, steady_at(20s));
  schedule.at(3, steady_at(20s));
  EXPECT_EQ(all(schedule), (std::vector<std::uint32_t>{2, 3, 4, 1}));
}

TEST(Schedule, TimesBeforeTheBootThenInOrderToo) {
  Schedule schedule;
  schedule.at(1, steady_at(0s));
  schedule.at(2, steady_at(-24h));
  schedule.at(3, steady_at(-48h));
  EXPECT_EQ(schedule.first()->due, steady_at(-48h));
  EXPECT_EQ(all(schedule), (std::vector<std::uint32_t>{3, 2, 1}));
}

}  // namespace
}  // namespace noticed
