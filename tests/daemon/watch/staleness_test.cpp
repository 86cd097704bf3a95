// Sections not looked at in time, with the real watcher: a host that pauses, one that is too slow, a store that stalls.
#include "tests/support/services.h"
#include "watcher_fixture.h"

namespace noticed {
namespace {

class StalenessTest : public WatcherTest {
 protected:
  /// Runs the daemon's periodic work for this long; requests are answered at once, unless the cloud is silent.
  void run(std::chrono::milliseconds time, bool answers = true) {
    for (std::chrono::milliseconds gone{0}; gone < time; gone += 1s) {
      loop_.advance(1s);
      while (answers && !transport_.waiting.empty()) answer();
      if (gone % 10s == 0s) watcher_.check_staleness();
    }
  }
  void refuse_for(const std::string& pause) {
    while (transport_.waiting.empty()) loop_.advance(1s);
    HttpResult result;
    result.reply.status = 429;
    result.reply.body = "<html>";
    result.reply.retry_after = pause;
    transport_.answer(std::move(result));
    loop_.run_posted();
  }
  std::int64_t stale() const { return watcher_.staleness().stale(0, service::build); }
};

TEST_F(StalenessTest, AllInTurnThenNothingIsStale) {
  start(20, false);
  run(1h);
  EXPECT_EQ(stale(), 0);
  EXPECT_EQ(outages.size(), 0U);
  const SectionAges& ages = watcher_.staleness().ages(0, service::build);
  EXPECT_EQ(ages.counts[0], 20U) << "at most an interval of a minute";
  EXPECT_GT(ages.sum, 20 * 20s);
  EXPECT_LT(ages.sum, 20 * 40s);
}

TEST_F(StalenessTest, HostPausesThenStaleAfterThreeIntervalsToldOnceForManyAndItsEndOnce) {
  start(20, false);
  run(5min);
  refuse_for("86400");
  run(2min);
  EXPECT_EQ(stale(), 0) << "an interval is a minute";
  run(3min);
  EXPECT_EQ(stale(), 20);
  ASSERT_EQ(outages.size(), 1U);
  EXPECT_TRUE(outages[0].began);
  EXPECT_EQ(outages[0].outage.key, (OutageKey{OutageScope::observation, "prod", service::build}));
  EXPECT_EQ(outages[0].outage.resources, 20);
  EXPECT_NE(outages[0].outage.detail.find("refuses requests (HTTP 429"), std::string::npos);
  EXPECT_GE(watcher_.lag(), 3min) << "what waits counts, too";
  run(8min);
  EXPECT_EQ(outages.size(), 1U);
  run(5min);
  EXPECT_EQ(stale(), 0) << "a quarter of an hour is believed, no day";
  ASSERT_EQ(outages.size(), 2U);
  EXPECT_FALSE(outages[1].began);
}

TEST_F(StalenessTest, SecondAccountIsNotReadThenItIsNamed) {
  account = 1;
  start(20, false);
  run(5min);
  refuse_for("86400");
  run(5min);
  EXPECT_EQ(watcher_.staleness().stale(1, service::build), 20);
  EXPECT_EQ(stale(), 0);
  ASSERT_EQ(outages.size(), 1U);
  EXPECT_EQ(outages[0].outage.key, (OutageKey{OutageScope::observation, "test", service::build}));
}

TEST_F(StalenessTest, StoreDoesNotTakeTheEventThenToldAgainUntilItDoes) {
  start(20, false);
  run(5min);
  refuse_for("86400");
  storing = false;
  run(5min);
  EXPECT_GE(outages.size(), 2U);
  storing = true;
  run(30s);
  const auto before = outages.size();
  run(1min);
  EXPECT_EQ(outages.size(), before);
}

TEST_F(StalenessTest, StoreIsStalledThenStaleAndTheReasonSaysSo) {
  slow = finding = true;
  start(3'000, false);
  run(10min);
  EXPECT_GT(stale(), 0);
  ASSERT_GE(outages.size(), 1U);
  EXPECT_EQ(outages[0].outage.detail, "polls wait for the database, which cannot be written");
}

/// An interval that cannot be kept is a fault that `check` reports; the daemon promises only one sweep.
TEST_F(StalenessTest, OneSweepTakesLongerThanTheIntervalThenThreeSweepsCount) {
  pace = 0.05;
  start(20, false);
  run(60min);
  EXPECT_EQ(stale(), 0);
  EXPECT_EQ(outages.size(), 0U);
}

TEST_F(StalenessTest, WatchBeginsWithWhatIsLongOverdueThenNotStaleForThat) {
  due_in = [](std::int64_t) { return -48h; };
  start(20, false);
  watcher_.check_staleness();
  EXPECT_EQ(stale(), 0) << "that nobody watched is told as a gap";
}

TEST_F(StalenessTest, OnePollIsAskedForAheadOfItsTimeThenNoLag) {
  start(1, false);
  run(2min);
  watcher_.lag();
  watcher_.poll_asked(0);
  EXPECT_LT(watcher_.lag(), 5s);
}

}  // namespace
}  // namespace noticed
