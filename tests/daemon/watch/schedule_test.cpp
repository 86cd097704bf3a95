#include "daemon/watch/schedule.h"

#include <gtest/gtest.h>

#include <set>

#include "support/steady_time.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

TEST(FirstSlot, SeveralThenSpreadEvenlyOverTheIntervalThatEndsNow) {
  EXPECT_EQ(first_slot(0, 4, steady_at(1000s), 300s), steady_at(700s));
  EXPECT_EQ(first_slot(1, 4, steady_at(1000s), 300s), steady_at(775s));
  EXPECT_EQ(first_slot(2, 4, steady_at(1000s), 300s), steady_at(850s));
  EXPECT_EQ(first_slot(3, 4, steady_at(1000s), 300s), steady_at(925s));
}

TEST(FirstSlot, MillionThenStillInOrderAndWithinTheInterval) {
  EXPECT_EQ(first_slot(0, 1'000'000, steady_at(1000s), 300s), steady_at(700s));
  EXPECT_EQ(first_slot(500'000, 1'000'000, steady_at(1000s), 300s), steady_at(850s));
  EXPECT_EQ(first_slot(999'999, 1'000'000, steady_at(1000s), 300s), steady_at(999'999ms));
}

TEST(NextSlot, PolledBeforeItsSlotThenTheSlotCountsAsUsed) {
  EXPECT_EQ(next_slot(steady_at(10s), steady_at(9'750ms), 5s), steady_at(15s));
}

TEST(NextSlot, ReachedThenOneIntervalOn) {
  EXPECT_EQ(next_slot(steady_at(10s), steady_at(10s), 5s), steady_at(15s));
  EXPECT_EQ(next_slot(steady_at(10s), steady_at(14'999ms), 5s), steady_at(15s));
}

TEST(NextSlot, ManyMissedThenThePhaseIsKept) {
  EXPECT_EQ(next_slot(steady_at(10'007ms), steady_at(1000s), 5s), steady_at(1000'007ms));
  EXPECT_EQ(next_slot(steady_at(10'007ms), steady_at(1000'007ms), 5s), steady_at(1005'007ms));
}

TEST(CatchUp, FewThenGentle) {
  EXPECT_EQ(catch_up_delay(0, 100, 300s), 0ms);
  EXPECT_EQ(catch_up_delay(1, 100, 300s), 20ms);
  EXPECT_EQ(catch_up_delay(99, 100, 300s), 1980ms);
}

TEST(CatchUp, ManyThenAllWithinTheShortestInterval) {
  EXPECT_EQ(catch_up_delay(25'000, 50'000, 300s), 150s);
  EXPECT_EQ(catch_up_delay(999'999, 1'000'000, 300s), 299'999ms);
}

TEST(Schedule, NothingThenNothingIsNext) {
  Schedule schedule(1);
  EXPECT_EQ(schedule.next(), std::nullopt);
  EXPECT_EQ(schedule.take(steady_at(1000s)), std::nullopt);
}

TEST(Schedule, NotYetDueThenStays) {
  Schedule schedule(1);
  schedule.at(7, steady_at(10s));
  EXPECT_EQ(schedule.take(steady_at(9'999ms)), std::nullopt);
  EXPECT_EQ(schedule.size(), 1U);
  EXPECT_EQ(schedule.next(), steady_at(10s));
  EXPECT_EQ(schedule.take(steady_at(10s)), 7U);
  EXPECT_EQ(schedule.size(), 0U);
}

TEST(Schedule, SeveralDueThenLongestDueFirst) {
  Schedule schedule(1);
  schedule.at(1, steady_at(30s));
  schedule.at(2, steady_at(10s));
  schedule.at(4, steady_at(20s));
  schedule.at(3, steady_at(20s));
  std::vector<std::uint32_t> taken;
  while (const auto index = schedule.take(steady_at(30s))) taken.push_back(*index);
  EXPECT_EQ(taken, (std::vector<std::uint32_t>{2, 3, 4, 1}));
}

TEST(Schedule, SlotsThenJitteredWithinFivePercentBothWays) {
  Schedule schedule(42);
  for (std::uint32_t i = 0; i < 1000; ++i) schedule.at_slot(i, steady_at(1000s), 100s);
  const SteadyPoint first = *schedule.next();
  SteadyPoint last = first;
  std::set<SteadyPoint> distinct;
  for (; schedule.next(); schedule.take(last)) distinct.insert(last = *schedule.next());
  EXPECT_GE(first, steady_at(995s));
  EXPECT_LT(first, steady_at(996s));
  EXPECT_LE(last, steady_at(1005s));
  EXPECT_GT(last, steady_at(1004s));
  EXPECT_GT(distinct.size(), 900U);
}

TEST(Schedule, SameSeedThenSameJitter) {
  Schedule one(7);
  Schedule other(7);
  one.at_slot(0, steady_at(1000s), 300s);
  other.at_slot(0, steady_at(1000s), 300s);
  EXPECT_EQ(one.next(), other.next());
}

}  // namespace
}  // namespace noticed
