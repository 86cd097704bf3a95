#include "daemon/watch/api_schedule.h"

#include <gtest/gtest.h>

#include <map>

namespace noticed {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Section = ApiSchedule::Section;

constexpr milliseconds kInterval = minutes{5};
const SteadyPoint kNow{hours{1'000}};

class ApiScheduleTest : public testing::Test {
 protected:
  /// Sections that were asked `age` ago, and are due as their interval says.
  void add_asked(Section section, milliseconds age, bool idle = false) {
    api_.add(section, kInterval, idle, ApiSchedule::Before{kNow - age, kNow - age + kInterval});
  }
  /// Takes whatever is due at `now`, each asked at once.
  std::vector<Section> all(SteadyPoint now) {
    std::vector<Section> taken;
    while (const auto section = api_.take(now)) {
      api_.asked(*section, now);
      taken.push_back(*section);
    }
    return taken;
  }
  /// Asks one call each `pause` from `begin` on; the longest time between two calls of each section.
  std::map<Section, milliseconds> longest(SteadyPoint begin, milliseconds pause, milliseconds length) {
    std::map<Section, SteadyPoint> last;
    std::map<Section, milliseconds> longest;
    for (SteadyPoint now = begin; now < begin + length; now += pause)
      if (const auto section = api_.take(now)) {
        api_.asked(*section, now);
        if (last.contains(*section)) longest[*section] = std::max(longest[*section], now - last[*section]);
        last[*section] = now;
      }
    return longest;
  }

  ApiSchedule api_{3, hours{6}};
};

using Sections = std::vector<Section>;

TEST_F(ApiScheduleTest, NothingThenNeverDue) {
  EXPECT_EQ(api_.take(kNow), std::nullopt);
  EXPECT_EQ(api_.next(kNow), std::nullopt);
}

TEST_F(ApiScheduleTest, AllAreLongOverdueThenTheNextCallsAreSpreadOverTheInterval) {
  api_.set_limit(1'000, 1'000);
  for (Section section = 0; section < 100; ++section) add_asked(section, hours{1});
  EXPECT_EQ(all(kNow).size(), 100U);
  for (int part = 1; part <= 10; ++part)
    EXPECT_NEAR(static_cast<double>(all(kNow + kInterval * part / 10).size()), 10, 2) << part;
}

TEST_F(ApiScheduleTest, UrgentInTheMillisecondOfItsLastCallThenAskedAgain) {
  api_.add(0, kInterval, false, ApiSchedule::Before{kNow, kNow + kInterval});
  api_.urge(0, kNow);
  EXPECT_EQ(all(kNow), Sections{0}) << "the call may have ended before";
}

TEST_F(ApiScheduleTest, AskedThenDueAgainAfterItsInterval) {
  add_asked(0, minutes{2});
  EXPECT_EQ(all(kNow), Sections{});
  EXPECT_EQ(api_.next(kNow), kNow + minutes{3});
  EXPECT_EQ(all(kNow + minutes{3}), Sections{0});
  EXPECT_EQ(api_.next(kNow + minutes{3}), kNow + minutes{8});
}

TEST_F(ApiScheduleTest, UnderWayThenNotTakenAgain) {
  add_asked(0, minutes{6});
  EXPECT_EQ(api_.take(kNow), 0U);
  api_.urge(0, kNow);
  EXPECT_EQ(api_.take(kNow + hours{1}), std::nullopt);
  api_.asked(0, kNow);
  EXPECT_EQ(api_.take(kNow + hours{1}), 0U);
}

TEST_F(ApiScheduleTest, NeverAskedThenBeforeLateOnes) {
  add_asked(0, hours{1});
  api_.add(1, kInterval, false, {});
  EXPECT_EQ(all(kNow), (Sections{1, 0}));
}

TEST_F(ApiScheduleTest, LateThenBeforeUrgentAndTheLatestFirst) {
  add_asked(0, minutes{1});
  add_asked(1, minutes{6});
  add_asked(2, minutes{7});
  api_.urge(0, kNow);
  EXPECT_EQ(all(kNow), (Sections{2, 1, 0}));
}

TEST_F(ApiScheduleTest, UrgentThenBeforeWhatIsJustDue) {
  add_asked(0, minutes{1});
  add_asked(1, kInterval);
  api_.urge(0, kNow);
  EXPECT_EQ(all(kNow), (Sections{0, 1}));
}

TEST_F(ApiScheduleTest, UrgentLaterThenAtThatTimeUnlessAskedSince) {
  add_asked(0, minutes{1});
  api_.urge(0, kNow + minutes{1});
  EXPECT_EQ(api_.next(kNow), kNow + minutes{1});
  EXPECT_EQ(all(kNow), Sections{});
  EXPECT_EQ(all(kNow + minutes{1}), Sections{0});
  api_.urge(0, kNow + minutes{1} - milliseconds{1});
  EXPECT_EQ(all(kNow + minutes{2}), Sections{});
}

TEST_F(ApiScheduleTest, ManyUrgentThenHalfOfWhatPromisesMayUse) {
  for (Section i = 0; i < 1'000; ++i) {
    add_asked(i, milliseconds{0});
    api_.urge(i, kNow);
  }
  std::size_t taken = 0;
  for (SteadyPoint now = kNow; now < kNow + seconds{100}; now += milliseconds{334})
    if (const auto section = api_.take(now)) {
      api_.asked(*section, now);
      ++taken;
    }
  EXPECT_NEAR(static_cast<double>(taken), 3 * kPromisedShare / 2 * 100, 3);
}

TEST_F(ApiScheduleTest, OffThenItWaitsAndSwitchedOnThenAskedAtOnce) {
  // 2,000 in 5 minutes do not fit into 2.7 a second.
  for (Section i = 0; i < 2'000; ++i) add_asked(i, milliseconds{0}, i % 2 == 1);
  EXPECT_EQ(api_.promise(1), hours{6});
  EXPECT_GT(api_.promise(0), kInterval);
  EXPECT_LT(api_.promise(0), minutes{7});
  api_.set_idle(1, false);
  EXPECT_EQ(all(kNow + seconds{1}), Sections{1});
  EXPECT_EQ(api_.promise(1), api_.promise(0));
}

TEST_F(ApiScheduleTest, RemovedThenNotTakenAndItsShareIsTheOthers) {
  for (Section i = 0; i < 2'000; ++i) add_asked(i, kInterval);
  const auto before = api_.promise(0);
  for (Section i = 1'000; i < 2'000; ++i) api_.remove(i);
  EXPECT_LT(api_.promise(0), before);
  for (const Section section : all(kNow + hours{2})) EXPECT_LT(section, 1'000U);
}

TEST_F(ApiScheduleTest, LimitFallsThenPromisesStretchAndAreKept) {
  for (Section i = 0; i < 500; ++i) add_asked(i, kInterval * i / 500);
  EXPECT_EQ(api_.promise(0), kInterval);
  api_.set_limit(1, 1);
  const auto promise = api_.promise(0);
  EXPECT_NEAR(static_cast<double>(promise.count()), 500 / kPromisedShare * 1'000, 2);
  for (const auto& [section, waited] : longest(kNow, seconds{1}, hours{2}))
    EXPECT_LE(static_cast<double>(waited.count()), static_cast<double>(promise.count()) * 1.1) << section;
}

TEST_F(ApiScheduleTest, FirstCallsInARowThenTheNextOnesAreSpread) {
  for (Section i = 0; i < 100; ++i) api_.add(i, kInterval, false, {});
  EXPECT_EQ(all(kNow).size(), 100U);
  for (int minute = 1; minute <= 5; ++minute) {
    const auto due = all(kNow + minutes{minute}).size();
    EXPECT_NEAR(static_cast<double>(due), 20, 3) << minute;
  }
}

TEST_F(ApiScheduleTest, WhatWasDueThenDueAfterARestart) {
  for (Section i = 0; i < 100; ++i) api_.add(i, kInterval, false, {});
  all(kNow);
  ApiSchedule next(3, hours{6});
  for (Section i = 0; i < 100; ++i) next.add(i, kInterval, false, ApiSchedule::Before{kNow, api_.due(i)});
  for (Section i = 0; i < 100; ++i) EXPECT_EQ(next.due(i), api_.due(i)) << i;
}

TEST_F(ApiScheduleTest, IntervalBecameShorterThenItHoldsAtOnce) {
  api_.add(0, kInterval, false, ApiSchedule::Before{kNow - minutes{4}, kNow + hours{5}});
  EXPECT_EQ(api_.due(0), kNow + minutes{1});
}

/// The steady clock begins at the boot; what was asked before it lies at negative times.
TEST_F(ApiScheduleTest, MachineJustStartedThenNoSectionIsLost) {
  const SteadyPoint booted{minutes{1}};
  for (Section i = 0; i < 100; ++i) api_.add(i, kInterval, false, {});
  for (Section i = 100; i < 200; ++i)
    api_.add(i, kInterval, false, ApiSchedule::Before{booted - minutes{4}, booted + minutes{1}});
  EXPECT_EQ(all(booted).size(), 100U);
  EXPECT_GE(all(booted + minutes{1}).size(), 100U);
  EXPECT_EQ(all(booted + minutes{9}).size(), 200U);
}

TEST_F(ApiScheduleTest, MachineJustStartedAndSwitchedOnThenAskedAtOnce) {
  const SteadyPoint booted{minutes{1}};
  api_.add(0, kInterval, true, ApiSchedule::Before{booted, booted + kInterval});
  api_.set_idle(0, false);
  EXPECT_EQ(all(booted), Sections{0});
}

TEST_F(ApiScheduleTest, HasteWithoutEndThenNoPromiseIsBroken) {
  for (Section i = 0; i < 1'000; ++i) add_asked(i, kInterval * i / 1'000);
  const auto promise = static_cast<double>(api_.promise(0).count());
  std::map<Section, SteadyPoint> last;
  for (SteadyPoint now = kNow; now < kNow + hours{2}; now += milliseconds{334}) {
    for (Section i = 0; i < 20; ++i) api_.urge(i, now);
    const auto section = api_.take(now);
    if (!section) continue;
    api_.asked(*section, now);
    const auto waited = last.contains(*section) ? now - last[*section] : milliseconds{0};
    EXPECT_LE(static_cast<double>(waited.count()), promise * 1.1);
    last[*section] = now;
  }
  EXPECT_EQ(last.size(), 1'000U);
}

}  // namespace
}  // namespace noticed
