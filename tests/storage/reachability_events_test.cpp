#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Lines = std::vector<std::string>;

class StandingEvents : public StoreTest {
 protected:
  StandingEvents() { id_ = watch_one(watched(service::build, "b1")); }
  CommitResult good(TimePoint now) { return commit(RecordedPoll(id_, now).fetched(0, mail(true))); }
  /// A good poll and three failed ones; the third makes an event.
  CommitResult make_unreachable() {
    good(at(1s));
    commit(RecordedPoll(id_, at(301s)).failed(0, FailureKind::timeout, "no answer in 10 s"));
    commit(RecordedPoll(id_, at(601s)).failed(0, FailureKind::server, "HTTP 502").failures(2));
    return commit(RecordedPoll(id_, at(901s))
                      .failed(0, FailureKind::server, "HTTP 503")
                      .step(ReachabilityTransition::unreachable, 3));
  }
  std::int64_t id_ = 0;
};

TEST_F(StandingEvents, UnreachableIsToldWithItsFailure) {
  const auto result = make_unreachable();
  ASSERT_EQ(result.events.size(), 1U);
  EXPECT_EQ(result.notified, NotifiedState::unreachable);
  EXPECT_EQ(result.events.front().body, row("SELECT body FROM events"));
  EXPECT_EQ(notified(),
            Lines{"noticed.resource.unreachable|warning|name-b1: cannot be read: server error (HTTP 503), 3 polls in a "
                  "row"});
  EXPECT_EQ(newest("$.failure"),
            R"({"since":"2026-11-21T14:00:01.000Z","polls":3,"kind":"server","detail":"HTTP 503"})");
  EXPECT_EQ(newest("$.resource.id"), "b1");
  EXPECT_EQ(row("SELECT at, json_extract(body, '$.source'), json_extract(body, '$.subject') FROM events"),
            "2026-11-21T14:15:01.100Z|urn:noticed:watcher:prod|build/b1");
  EXPECT_EQ(row("SELECT sink, state FROM deliveries"), "ops|pending");
}

TEST_F(StandingEvents, UnreachableIsToldOnce) {
  make_unreachable();
  const auto again =
      commit(RecordedPoll(id_, at(1201s)).failed(0, FailureKind::server).step(ReachabilityTransition::unreachable, 4));
  EXPECT_TRUE(again.stored);
  EXPECT_TRUE(again.events.empty());
  EXPECT_EQ(again.notified, NotifiedState::unreachable);
  EXPECT_EQ(notified().size(), 1U);
}

TEST_F(StandingEvents, RecoveredTellsSinceWhenAndHowManyPolls) {
  make_unreachable();
  RecordedPoll back(id_, at(2101s));
  PollReport report = back.unchanged(0).step(ReachabilityTransition::recovered, 0);
  report.so_far.push_back({id_, 0, true, 3, at(1801s), at(2101s), 6});  // counted, without an event
  const auto result = commit(report);
  ASSERT_EQ(result.events.size(), 1U);
  EXPECT_EQ(result.notified, NotifiedState::none);
  EXPECT_EQ(notified().back(), "noticed.resource.recovered|info|name-b1: can be read again after 6 failed polls");
  EXPECT_EQ(newest("$.outage"), R"({"since":"2026-11-21T14:00:01.000Z","polls":6})");
  EXPECT_EQ(newest("$.failure"), "");
}

TEST_F(StandingEvents, RecoveryIsToldOnce) {
  make_unreachable();
  commit(RecordedPoll(id_, at(1201s)).unchanged(0).step(ReachabilityTransition::recovered, 0));
  EXPECT_TRUE(
      commit(RecordedPoll(id_, at(1501s)).unchanged(0).step(ReachabilityTransition::recovered, 0)).events.empty());
}

TEST_F(StandingEvents, GoneAndReturnedBelongTogether) {
  good(at(1s));
  commit(RecordedPoll(id_, at(301s)).failed(0, FailureKind::missing));
  const auto gone = commit(
      RecordedPoll(id_, at(601s)).failed(0, FailureKind::missing, "HTTP 404").step(ReachabilityTransition::gone, 2));
  EXPECT_EQ(gone.notified, NotifiedState::gone);
  EXPECT_EQ(newest("$.failure"),
            R"({"since":"2026-11-21T14:00:01.000Z","polls":2,"kind":"missing","detail":"HTTP 404"})");
  const auto back = commit(RecordedPoll(id_, at(901s)).unchanged(0).step(ReachabilityTransition::recovered, 0));
  EXPECT_EQ(back.notified, NotifiedState::none);
  EXPECT_EQ(notified(), (Lines{"noticed.resource.gone|warning|name-b1: no longer found: deleted, or no longer visible "
                               "to this account",
                               "noticed.resource.returned|info|name-b1: found again after 2 failed polls"}));
}

TEST_F(StandingEvents, UnreachableThatTurnsOutGoneIsToldAgain) {
  make_unreachable();
  const auto gone =
      commit(RecordedPoll(id_, at(1801s)).failed(0, FailureKind::missing).step(ReachabilityTransition::gone, 6));
  EXPECT_EQ(gone.notified, NotifiedState::gone);
  EXPECT_EQ(notified().size(), 2U);
  EXPECT_EQ(newest("$.failure.since"), "2026-11-21T14:00:01.000Z");
  EXPECT_EQ(newest("$.failure.polls"), "6");
}

TEST_F(StandingEvents, SinceIsFirstSightForWhatWasNeverGood) {
  commit(
      RecordedPoll(id_, at(301s)).failed(0, FailureKind::auth, "token").step(ReachabilityTransition::unreachable, 3));
  EXPECT_EQ(newest("$.failure.since"), "2026-11-21T14:00:00.000Z");
}

TEST_F(StandingEvents, SettingsChangeIsToldBeforeTheStanding) {
  const auto id =
      watch({watched(service::build, "b1"), watched(service::pipeline, "p1", 0b10100)}, at(10s)).back().resource;
  commit(RecordedPoll(id, at(11s)).fetched(2, {{"email/run/enabled", true}}).failed(4, FailureKind::server));
  const auto result = commit(RecordedPoll(id, at(311s))
                                 .fetched(2, {{"email/run/enabled", false}})
                                 .failed(4, FailureKind::server)
                                 .step(ReachabilityTransition::unreachable, 3));
  ASSERT_EQ(result.events.size(), 2U);
  EXPECT_EQ(result.events[0].type, "noticed.settings.changed");
  EXPECT_EQ(result.events[1].type, "noticed.resource.unreachable");
  EXPECT_EQ(result.events[1].seq, 2);
}

TEST_F(StandingEvents, WhatWasToldSurvivesARestart) {
  make_unreachable();
  restart(at(1000s), at(1100s));
  EXPECT_EQ(watch({watched(service::build, "b1")}, at(1100s)).front().notified, NotifiedState::unreachable);
  EXPECT_EQ(commit(RecordedPoll(id_, at(1201s)).failed(0, FailureKind::server).failures(4)).notified,
            NotifiedState::unreachable);
  EXPECT_TRUE(
      commit(RecordedPoll(id_, at(1501s)).failed(0, FailureKind::server).step(ReachabilityTransition::unreachable, 5))
          .events.empty());
}

TEST_F(StandingEvents, RetiringClearsWhatWasTold) {
  make_unreachable();
  watch({}, at(1000s));
  EXPECT_EQ(row("SELECT told IS NULL, told_ms IS NULL FROM resource"), "1|1");
  EXPECT_EQ(watch({watched(service::build, "b1")}, at(1100s)).front().notified, NotifiedState::none);
}

TEST_F(StandingEvents, CycleThatMakesNoSenseTellsNothing) {
  good(at(1s));
  const auto result = commit(RecordedPoll(id_, at(301s))
                                 .failed(3, FailureKind::server)
                                 .step(ReachabilityTransition::unreachable, 3));  // no such section
  EXPECT_FALSE(result.stored);
  EXPECT_TRUE(result.events.empty());
  EXPECT_EQ(notified(), Lines{});
  EXPECT_EQ(row("SELECT told IS NULL FROM resource"), "1");
}

TEST_F(StandingEvents, ErrorTextThatIsNoUtf8IsTold) {
  commit(RecordedPoll(id_, at(301s))
             .failed(0, FailureKind::server, "bad \xff byte")
             .step(ReachabilityTransition::unreachable, 3));
  EXPECT_EQ(newest("$.failure.detail"), "bad \xef\xbf\xbd byte");
}

}  // namespace
}  // namespace noticed
