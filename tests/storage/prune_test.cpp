#include "storage/retention/prune.h"

#include "storage/read/history.h"
#include "storage/read/verify.h"
#include "tests/storage/delivery_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Numbers = std::vector<std::int64_t>;

/// Advances by this much with every call.
class WorkClock final : public Clock {
 public:
  explicit WorkClock(std::chrono::milliseconds each = 0ms) : each_(each) {}
  TimePoint wall() const override { return at(24h); }
  SteadyPoint steady() const override { return now_ += each_; }

 private:
  std::chrono::milliseconds each_;
  mutable SteadyPoint now_{1s};
};

/// b1: on at 0 min, off at 10, on at 20, off at 30 (events 1 to 3, for the sink `ops`), and 40, 50 (events 4, 5).
class Prune : public StoreTest {
 protected:
  Prune() {
    resource_ = watch_one(watched(service::build, "b1"));
    for (int i = 0; i < 6; ++i) commit(RecordedPoll(resource_, at(i * 10min)).fetched(0, mail(i % 2 == 0)));
  }
  /// Delivers everything pending up to this event.
  void deliver(std::int64_t last) {
    for (const std::string sink : {"ops", "pager"}) {
      AttemptResult outcome;
      for (const auto& due : store_->outgoing(sink, QueueOrder::by_number, at(60min), 10'000).due)
        if (due.seq <= last) outcome.event_ids.push_back(due.seq);
      outcome.completed = outcome.event_ids;
      outcome.sink = sink;
      outcome.attempt = store_->begin_attempt({sink, outcome.event_ids, 1, 1, at(60min), at(60min)});
      outcome.verdict = Verdict::delivered;
      outcome.at = at(60min);
      store_->record_result(outcome);
    }
  }
  Pruned prune_before(TimePoint horizon) {
    const WorkClock clock;
    Pruned all;
    for (PruneStep step; !step.done; all += step.removed) step = store_->prune(horizon, clock);
    return all;
  }
  std::string state_at(std::chrono::milliseconds when) {
    const auto state = History(db_).state(resource_, at(when));
    if (state.kept_since) return "not kept";
    return state.taken_at ? canonical_text(state.settings) : "unknown";
  }
  std::vector<std::string> events() const { return rows("SELECT seq FROM events ORDER BY seq"); }
  std::int64_t resource_ = 0;
};

constexpr const char* kOn = R"({"email/buildJobFail/enabled":true})";
constexpr const char* kOff = R"({"email/buildJobFail/enabled":false})";

TEST_F(Prune, TakesWhatWasOverBeforeTheHorizonAndNoMore) {
  deliver(5);
  const Pruned gone = prune_before(at(25min));
  EXPECT_EQ(events(), (std::vector<std::string>{"3", "4", "5"}));
  EXPECT_EQ(gone.events, 2);
  EXPECT_EQ(gone.changes, 2);
  EXPECT_EQ(gone.deliveries, 3) << "the pager is not told that e-mail is on again";
  EXPECT_EQ(gone.snapshots, 2) << "those of 0 and 10 min; the one of 20 was in force at the horizon";
  EXPECT_EQ(rows("SELECT taken_at FROM snapshots ORDER BY id").front(), "2026-11-21T14:20:00.100Z");
  EXPECT_EQ(row("SELECT count(*) FROM changes"), "3");
}

TEST_F(Prune, StateAtEveryTimeSinceTheHorizonIsStillKnown) {
  deliver(5);
  std::vector<std::string> before;
  for (auto time = 25min; time <= 60min; time += 1min) before.push_back(state_at(time));
  prune_before(at(25min));
  std::size_t i = 0;
  for (auto time = 25min; time <= 60min; time += 1min) EXPECT_EQ(state_at(time), before[i++]) << time.count();
  EXPECT_EQ(state_at(25min), kOn);
  EXPECT_EQ(state_at(31min), kOff);
  EXPECT_EQ(state_at(24min), "not kept");
}

TEST_F(Prune, HorizonAtTheVeryMomentOfAChangeKeepsIt) {
  deliver(5);
  prune_before(at(20min + 100ms));
  EXPECT_EQ(events().front(), "2");
  EXPECT_EQ(state_at(20min + 100ms), kOn);
}

TEST_F(Prune, NothingThatASinkWaitsForGoesNorWhatCameAfterIt) {
  deliver(2);
  prune_before(at(23h));
  EXPECT_EQ(events(), (std::vector<std::string>{"3", "4", "5"}));
  EXPECT_EQ(row("SELECT count(*) FROM deliveries WHERE state = 'pending'"), "5");
  EXPECT_EQ(store_->outgoing("ops", QueueOrder::by_number, at(60min), 10).due.size(), 3U);
}

TEST_F(Prune, NewestEventAndCurrentSnapshotStayWhateverTheirAge) {
  deliver(5);
  prune_before(at(23h));
  EXPECT_EQ(events(), (std::vector<std::string>{"5"}));
  EXPECT_EQ(row("SELECT taken_at FROM snapshots"), "2026-11-21T14:50:00.100Z");
  EXPECT_EQ(row("SELECT value FROM settings"), "false");
  EXPECT_EQ(state_at(23h), kOff);
}

TEST_F(Prune, ChainGoesOnFromTheLastPrunedEvent) {
  deliver(5);
  const std::string second = row("SELECT chain FROM events WHERE seq = 2");
  const std::string fourth = "4:" + row("SELECT chain FROM events WHERE seq = 4");
  const std::string first = "1:" + row("SELECT chain FROM events WHERE seq = 1");
  prune_before(at(25min));
  EXPECT_EQ(row("SELECT seq, chain, events, horizon_ms FROM pruned"),
            "2|" + second + "|2|" + std::to_string(to_ms(at(25min))));
  VerifyRequest request{parse_anchor(fourth), {}};
  const auto result = verify(db_, request);
  EXPECT_TRUE(result.good());
  EXPECT_EQ(result.anchor, AnchorState::same);
  EXPECT_EQ(result.pruned, 2);
  request.anchor = parse_anchor("2:" + second);
  EXPECT_EQ(verify(db_, request).anchor, AnchorState::same) << "the value of the last one that went is kept";
  request.anchor = parse_anchor(first);
  EXPECT_EQ(verify(db_, request).anchor, AnchorState::not_kept);
  EXPECT_TRUE(verify(db_, request).good());
}

TEST_F(Prune, PollingGoesOnInTheSameChain) {
  deliver(5);
  prune_before(at(23h));
  commit(RecordedPoll(resource_, at(24h)).fetched(0, mail(true)));
  EXPECT_EQ(events(), (std::vector<std::string>{"5", "6"}));
  EXPECT_EQ(verify(db_, {}).damaged, 0);
  deliver(6);
  prune_before(at(25h));
  EXPECT_EQ(row("SELECT seq, events FROM pruned"), "5|5");
}

TEST_F(Prune, NoBatchTakesMoreThanItsRowsOrItsTime) {
  for (int i = 6; i < 406; ++i) commit(RecordedPoll(resource_, at(i * 1min + 1h)).fetched(0, mail(i % 2 == 0)));
  deliver(1000);
  const WorkClock quick;
  const auto rows_first = store_->prune(at(23h), quick).removed.rows();
  EXPECT_GE(rows_first, 500);
  EXPECT_LE(rows_first, 505) << "the last event goes with all that hangs on it";
  const WorkClock slow(10ms);
  const auto step = store_->prune(at(23h), slow);
  EXPECT_EQ(step.removed.events, 4) << "and then 50 ms were over";
  EXPECT_FALSE(step.done);
}

TEST_F(Prune, OtherWritersComeBetweenTwoBatches) {
  for (int i = 6; i < 206; ++i) commit(RecordedPoll(resource_, at(i * 1min + 1h)).fetched(0, mail(i % 2 == 0)));
  deliver(1000);
  int batches = 0;
  const auto between = [&](const PruneStep&) {
    ++batches;
    commit(RecordedPoll(resource_, at(23h + batches * 1min)).fetched(0, mail(batches % 2 == 0)));
  };
  const auto all = prune(db_, at(22h), WorkClock(), between);
  EXPECT_TRUE(all.done);
  EXPECT_GT(batches, 1);
  EXPECT_EQ(verify(db_, {}).damaged, 0);
}

TEST_F(Prune, DocumentGoesWithTheLastThatUsesThem) {
  commit(RecordedPoll(resource_, at(55min))
             .fetched(0, {{"email/buildJobFail/enabled", false}, {"email/*/x.extra", std::string("1")}}));
  EXPECT_EQ(row("SELECT count(*) FROM document"), "3");
  deliver(100);
  const Pruned gone = prune_before(at(23h));
  EXPECT_EQ(gone.documents, 2);
  EXPECT_EQ(row("SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM answer), "
                "(SELECT count(DISTINCT document_id) FROM document_coverage)"),
            "1|1|1");
}

TEST_F(Prune, ClosedGapsOldRunsAndStopsGoAndOpenOnesStay) {
  commit(RecordedPoll(resource_, at(70min)).failed(0, FailureKind::server));
  commit(RecordedPoll(resource_, at(80min)).unchanged(0));
  commit(RecordedPoll(resource_, at(90min)).failed(0, FailureKind::server));
  deliver(100);
  restart(at(100min), at(110min));
  restart(at(120min), at(130min));
  const std::string at_3h = state_at(3h);
  const Pruned gone = prune_before(at(115min));
  EXPECT_EQ(gone.gaps, 1);
  EXPECT_EQ(gone.runs, 1) << "the second one says that 115 min was observed";
  EXPECT_EQ(gone.stops, 1);
  EXPECT_EQ(row("SELECT reason FROM gaps WHERE reason <> 'not_running' AND to_at IS NULL"), "server");
  EXPECT_EQ(state_at(3h), at_3h);
  EXPECT_EQ(rows("SELECT from_at, to_at FROM gaps WHERE reason = 'not_running'"),
            (std::vector<std::string>{"2026-11-21T16:00:00.000Z|2026-11-21T16:10:00.000Z"}));
}

TEST_F(Prune, StopThatAWaitingMessageLivedThroughStays) {
  restart(at(100min), at(110min));
  EXPECT_EQ(prune_before(at(23h)).stops, 0);
  EXPECT_EQ(row("SELECT count(*) FROM sink_stop"), "1");
}

TEST_F(Prune, RequestThatToldOfAKeptEventStays) {
  deliver(5);
  const Pruned gone = prune_before(at(25min));
  EXPECT_EQ(gone.attempts, 0) << "one letter a sink, that told of all five";
  EXPECT_EQ(prune_before(at(23h)).attempts, 0) << "the newest event stays";
  EXPECT_EQ(row("SELECT count(*) FROM attempt_event"), "2");
}

TEST_F(Prune, RequestsGoWithTheirEvents) {
  deliver(2);
  deliver(5);
  EXPECT_EQ(prune_before(at(25min)).attempts, 2);
  EXPECT_EQ(row("SELECT count(*) FROM attempt"), "2");
}

TEST_F(Prune, FileBecomesSmaller) {
  Settings large;
  for (int i = 0; i < 300; ++i) large["email/event" + std::to_string(i) + "/enabled"] = true;
  for (int i = 0; i < 20; ++i) {
    large["email/event0/text"] = std::string(5000, static_cast<char>('a' + i));
    commit(RecordedPoll(resource_, at(i * 1min + 2h)).fetched(0, large));
  }
  deliver(1000);
  const auto all = prune(db_, at(23h), WorkClock(), [](const PruneStep&) {});
  EXPECT_GT(all.bytes, 400'000);
  EXPECT_EQ(row("PRAGMA freelist_count"), "0");
  EXPECT_EQ(row("PRAGMA integrity_check"), "ok");
}

TEST_F(Prune, SecondTimeFindsNothing) {
  deliver(5);
  prune_before(at(25min));
  EXPECT_EQ(prune_before(at(25min)).rows(), 0);
  EXPECT_TRUE(store_->prune(at(25min), WorkClock()).done);
}

TEST_F(Prune, YoungHistoryLosesNothingAndHasNoHorizon) {
  deliver(5);
  EXPECT_EQ(prune_before(at(-24h)).rows(), 0);
  EXPECT_EQ(row("SELECT count(*) FROM pruned"), "0");
  EXPECT_EQ(state_at(-48h), "unknown");
}

TEST_F(Prune, CountedIsWhatThenGoes) {
  deliver(5);
  const Pruned counted = count_prunable(db_, at(25min));
  const Pruned gone = prune_before(at(25min));
  EXPECT_EQ(counted.events, gone.events);
  EXPECT_EQ(counted.changes, gone.changes);
  EXPECT_EQ(counted.deliveries, gone.deliveries);
  EXPECT_EQ(counted.snapshots, gone.snapshots);
  EXPECT_EQ(counted.gaps, gone.gaps);
}

TEST_F(Prune, ReferencesHold) {
  deliver(3);
  prune_before(at(23h));
  EXPECT_EQ(rows("PRAGMA foreign_key_check").size(), 0U);
}

}  // namespace
}  // namespace noticed
