#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Restart = StoreTest;

TEST_F(Restart, DueTimesAndSectionsAreRemembered) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", true}}).failed(4, FailureKind::server));
  restart(at(10s), at(60s));
  const auto remembered = watch({watched(service::pipeline, "p1", 0b10100)}, at(60s)).front();
  EXPECT_EQ(remembered.resource, id);
  EXPECT_EQ(remembered.times[2].next_due, at(301s));
  EXPECT_EQ(remembered.times[2].confirmed, at(1s));
  EXPECT_EQ(remembered.times[2].failures, 0U);
  EXPECT_EQ(remembered.times[4].next_due, at(301s));
  EXPECT_EQ(remembered.times[4].asked, at(1s));
  EXPECT_EQ(remembered.times[4].confirmed, TimePoint{});
  EXPECT_EQ(remembered.times[4].failures, 1U);
  EXPECT_FALSE(remembered.times[3].next_due) << "it is not wanted";
  EXPECT_EQ(remembered.sections, (SectionState{0b100, 0b100, 0b10000, 0, 0}));
}

TEST_F(Restart, ChangeMadeWhileStoppedIsOneEventWithItsWindow) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  restart(at(10s), at(600s));
  watch_one(watched(service::build, "b1"), at(600s));
  EXPECT_FALSE(commit(RecordedPoll(id, at(601s)).fetched(0, mail(false))).events.empty());
  EXPECT_EQ(row("SELECT not_before, observed_at FROM changes"), "2026-11-21T14:00:01.000Z|2026-11-21T14:10:01.100Z");
  EXPECT_EQ(row("SELECT section, from_at, to_at, reason FROM gaps"),
            "*|2026-11-21T14:00:10.000Z|2026-11-21T14:10:00.000Z|not_running");
}

TEST_F(Restart, UnchangedAnswerAfterRestartIsSilent) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  restart(at(10s), at(600s));
  watch_one(watched(service::build, "b1"), at(600s));
  EXPECT_TRUE(commit(RecordedPoll(id, at(601s)).fetched(0, mail(true))).events.empty());
  EXPECT_EQ(row("SELECT count(*) FROM snapshots"), "1");
}

TEST_F(Restart, KilledRunEndsAtItsLastSignOfLife) {
  watch_one(watched(service::build, "b1"));
  store_->flush({}, at(30s));
  EXPECT_EQ(row("SELECT count(*) FROM gaps"), "0");
  store_.reset();
  open(at(90s));
  EXPECT_EQ(row("SELECT from_at, to_at FROM gaps"), "2026-11-21T14:00:30.000Z|2026-11-21T14:01:30.000Z");
}

TEST_F(Restart, StoppedDaemonLeavesAnOpenGap) {
  watch_one(watched(service::build, "b1"));
  store_->close(at(30s));
  store_.reset();
  EXPECT_EQ(row("SELECT from_at, to_at, reason FROM gaps"), "2026-11-21T14:00:30.000Z||not_running");
  EXPECT_EQ(row("SELECT clean FROM run"), "1");
}

TEST_F(Restart, PostureIsToldOnce) {
  const auto ids =
      watch({watched(service::build, "0123456789"), watched(service::build, "b2"), watched(service::build, "b3")});
  commit(RecordedPoll(ids[0].resource, at(1s)).fetched(0, mail(false)));
  commit(RecordedPoll(ids[1].resource, at(1s)).fetched(0, mail(true)));
  const auto posture = store_->record_posture(at(2s));
  ASSERT_TRUE(posture);
  EXPECT_EQ(row("SELECT type, json_extract(body, '$.data.posture') FROM events"),
            "noticed.report.posture|{\"resources\":3,\"observed\":2,\"failing\":0,\"failure_events\":2,\"uncovered\":1,"
            "\"unknown\":0,\"examples\":[\"build/0123… name-0123456789: buildJobFail\"],\"chain\":\"\"}");
  EXPECT_EQ(row("SELECT sink FROM deliveries"), "ops");
  EXPECT_FALSE(store_->record_posture(at(3s)));
  restart(at(10s), at(60s));
  watch({watched(service::build, "b2")}, at(60s));
  EXPECT_FALSE(store_->record_posture(at(61s)));
}

TEST_F(Restart, AnotherKeyIsRefused) {
  store_.reset();
  auto other = options();
  other.key_id = "ffffffffffffffff";
  EXPECT_EQ(store_error([&] { Store refused(other, at(60s)); }), StoreError::Kind::key);
  EXPECT_EQ(row("SELECT count(*) FROM run"), "1");
}

TEST_F(Restart, AcceptedKeyMakesEveryNextAnswerAFirstSight) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, {{"feishu/*/webhook.url", std::string("https://h/#1")}}));
  store_.reset();
  auto other = options();
  other.key_id = "ffffffffffffffff";
  other.accept_new_key = true;
  store_ = std::make_unique<Store>(other, at(60s));
  watch_one(watched(service::build, "b1"), at(60s));
  EXPECT_TRUE(commit(RecordedPoll(id, at(61s)).fetched(0, {{"feishu/*/webhook.url", std::string("https://h/#2")}}))
                  .events.empty());
  EXPECT_FALSE(commit(RecordedPoll(id, at(361s)).fetched(0, {})).events.empty());
  EXPECT_EQ(rows("SELECT key_id FROM run ORDER BY id"),
            (std::vector<std::string>{"0011223344556677", "ffffffffffffffff"}));
}

}  // namespace
}  // namespace noticed
