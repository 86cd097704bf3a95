// Suspended sinks, and times that do not count towards a message's max_age.
#include "tests/storage/delivery_fixture.h"

namespace noticed {
namespace {

using std::chrono::hours;

class Suspension : public DeliveryTest {
 protected:
  /// An attempt fails at `now`; returns how many deliveries died of age, with a max_age of three hours.
  std::int64_t die_at(TimePoint now) {
    AttemptResult outcome = outcome_of("ops", {1}, Verdict::retry, now);
    outcome.at = now;
    outcome.max_age = hours{3};
    return store_->record_result(outcome).died;
  }
  void settle_at(TimePoint now, Verdict verdict) {
    AttemptResult outcome = outcome_of("ops", {1}, verdict, now + 15min);
    outcome.at = now;
    outcome.reason = "robot gone";
    store_->record_result(outcome);
  }
};

TEST_F(Suspension, WrongSinkThenSuspendedAndToldThroughTheOthersOnce) {
  record_result("ops", {1}, Verdict::suspend, at(960s), 404, "robot gone");
  record_result("ops", {1}, Verdict::suspend, at(960s), 404, "robot gone");
  EXPECT_EQ(notified().back(), "noticed.sink.suspended|critical|Delivery to ops stopped: robot gone");
  EXPECT_EQ(row("SELECT group_concat(sink) FROM deliveries d JOIN events e ON e.id = d.event_id WHERE e.seq = 4"),
            "pager");
  EXPECT_EQ(row("SELECT name, suspended_at, reason, pending FROM sinks"), "ops|2026-11-21T14:01:00.000Z|robot gone|3");
  EXPECT_EQ(newest("$.suspension"), R"({"since":"2026-11-21T14:01:00.000Z","reason":"robot gone","waiting":3})");
  EXPECT_EQ(state("ops").pause, at(960s));
}

TEST_F(Suspension, LetterTakenThenResumedAndTold) {
  record_result("ops", {1}, Verdict::suspend, at(960s), 404, "robot gone");
  record_result("ops", {1}, Verdict::delivered, {}, 200);
  EXPECT_EQ(notified().back(), "noticed.sink.resumed|info|Delivery to ops resumed: 2 messages to send");
  EXPECT_FALSE(state("ops").suspended);
  EXPECT_EQ(state("ops").pause, TimePoint{});
}

TEST_F(Suspension, MessageOlderThanMaxAgeThenDead) {
  EXPECT_EQ(die_at(at(hours{3})), 0);
  EXPECT_EQ(die_at(at(hours{3} + 15s)), 1);  // the first has waited since 14:00:10
  EXPECT_EQ(die_at(at(hours{3} + 60s)), 2);  // also those that were never tried
  EXPECT_EQ(row("SELECT attempts, last_error FROM deliveries d JOIN events e ON e.id = d.event_id "
                "WHERE seq = 3 AND sink = 'ops'"),
            "0|older than max_age; ");
}

TEST_F(Suspension, SuspendedTimeAgesNoMessage) {
  settle_at(at(hours{1}), Verdict::suspend);
  EXPECT_EQ(die_at(at(hours{100})), 0);
  settle_at(at(hours{100}), Verdict::delivered);  // the first; two are still pending
  EXPECT_EQ(die_at(at(hours{102})), 0);
  EXPECT_EQ(die_at(at(hours{102} + 60s)), 2);
}

TEST_F(Suspension, TimeWithoutADaemonAgesNoMessage) {
  restart(at(hours{1}), at(hours{90}));
  watch_both();
  EXPECT_EQ(die_at(at(hours{92})), 0);
  EXPECT_EQ(die_at(at(hours{92} + 60s)), 3);
}

TEST_F(Suspension, StopsThatOverlapCountOnce) {
  settle_at(at(hours{1}), Verdict::suspend);
  restart(at(hours{2}), at(hours{50}));
  watch_both();
  settle_at(at(hours{60}), Verdict::delivered);
  EXPECT_EQ(die_at(at(hours{62})), 0);
  EXPECT_EQ(die_at(at(hours{62} + 60s)), 2);
}

TEST_F(Suspension, ClockSetForwardThenNothingIsOlderOrLater) {
  record_result("ops", {1}, Verdict::retry, at(120s));
  store_->clock_was_set(hours{80}, at(hours{80} + 60s));
  EXPECT_EQ(heads("ops", at(hours{80} + 60s)), Numbers{3});
  EXPECT_EQ(heads("ops", at(hours{80} + 120s)), (Numbers{1, 3}));
  EXPECT_EQ(die_at(at(hours{83})), 0);
}

TEST_F(Suspension, ClockSetBackThenNothingWaitsLonger) {
  AttemptResult outcome = outcome_of("ops", {1}, Verdict::retry, at(120s));
  outcome.pause_sink = true;
  store_->record_result(outcome);
  store_->clock_was_set(-hours{5}, at(60s - hours{5}));
  EXPECT_EQ(heads("ops", at(120s - hours{5})), (Numbers{1, 3}));
  EXPECT_EQ(state("ops").pause, at(120s - hours{5}));
}

TEST_F(Suspension, ClockWentBackWhileNothingRanThenNothingWaitsLonger) {
  record_result("ops", {1}, Verdict::retry, at(120s));
  restart(at(60s), at(60s - hours{5}));
  watch_both();
  EXPECT_EQ(heads("ops", at(120s - hours{5})), (Numbers{1, 3}));
}

}  // namespace
}  // namespace noticed
