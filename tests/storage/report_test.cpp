#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class QuietReport : public StoreTest {
 protected:
  QuietReport() {
    const auto ids = watch({watched(service::build, "b1"), watched(service::build, "b2")});
    b1_ = ids[0].resource;
    commit(RecordedPoll(b1_, at(1s)).fetched(0, mail(true)));
    commit(RecordedPoll(ids[1].resource, at(2s)).failed(0, FailureKind::server, "HTTP 503"));
    commit(RecordedPoll(b1_, at(10s)).fetched(0, mail(false)));
  }
  std::int64_t b1_ = 0;
};

TEST_F(QuietReport, FirstOneThenAboutTheTimeSinceTheFirstStart) {
  const Event event = store_->record_quiet("ops", at(60s));
  EXPECT_EQ(event.summary,
            "Report: 1 change event, 1 of 2 resources observed, 1 cannot be read now; 1 of 1 failure event has no "
            "visible notification");
  const std::string chain = row("SELECT seq || ':' || chain FROM events WHERE seq = 1");
  EXPECT_EQ(newest("$.report"),
            R"({"since":"2026-11-21T14:00:00.000Z","until":"2026-11-21T14:01:00.000Z","resources":2,"observed":1,)"
            R"("failing":1,"oldest":{"at":"2026-11-21T14:00:10.000Z","resource":"build/b1 name-b1"},"changes":1,)"
            R"("failure_events":1,"uncovered":1,"unknown":0,"examples":["build/b1 name-b1: buildJobFail"],"chain":")" +
                chain + R"("})");
}

TEST_F(QuietReport, OneSinkThenNoOtherGetsIt) {
  store_->record_quiet("weekly", at(60s));
  EXPECT_EQ(row("SELECT group_concat(sink) FROM deliveries d JOIN events e ON e.id = d.event_id "
                "WHERE type = 'noticed.report.quiet'"),
            "weekly");
}

TEST_F(QuietReport, NextOneThenAboutTheTimeSinceTheOneBefore) {
  EXPECT_FALSE(store_->last_quiet("ops"));
  store_->record_quiet("ops", at(60s));
  store_->record_quiet("other", at(70s));
  EXPECT_EQ(store_->last_quiet("ops"), at(60s));
  store_->record_quiet("ops", at(120s));
  EXPECT_EQ(newest("$.report.since"), "2026-11-21T14:01:00.000Z");
  EXPECT_EQ(newest("$.report.changes"), "0");
  EXPECT_EQ(newest("$.report.observed"), "0");
}

TEST_F(QuietReport, WatchedCountsThenByAccountServiceAndProject) {
  const auto counts = store_->watched_counts();
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts.begin()->first, std::tuple("prod", "build", "p1"));
  EXPECT_EQ(counts.begin()->second, 2);
}

}  // namespace
}  // namespace noticed
