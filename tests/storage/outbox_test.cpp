#include "tests/storage/store_fixture.h"

namespace noticed {
namespace {

/// Two resources with events 1 (b1), 2 (b1), 3 (b2), all for the sink `ops`, the first of b1 and b2's critical.
class Outbox : public StoreTest {
 protected:
  Outbox() {
    const auto ids = watch({watched(Service::build, "b1"), watched(Service::build, "b2")});
    const auto b1 = ids[0].resource;
    const auto b2 = ids[1].resource;
    commit(Poll(b1, at(1s)).fetched(0, mail(true)));
    commit(Poll(b2, at(1s)).fetched(0, mail(true)));
    commit(Poll(b1, at(10s)).fetched(0, mail(false)));
    commit(Poll(b1, at(20s)).fetched(0, mail(true)));
    commit(Poll(b2, at(30s)).fetched(0, mail(false)));
  }
  std::vector<std::string> due(TimePoint now, std::size_t limit = 10) {
    std::vector<std::string> result;
    for (const auto& message : store_->due_deliveries(now, limit))
      result.push_back(message.sink + " " + std::to_string(message.seq));
    return result;
  }
  void record(std::int64_t seq, const std::string& sink, Attempt::Verdict verdict, TimePoint next = {}, int status = 0,
              const std::string& error = "") {
    const Attempt attempt{seq, sink, verdict, at(60s), next, status, error};
    store_->record({&attempt, 1});
  }
  using List = std::vector<std::string>;
  using Verdict = Attempt::Verdict;
};

TEST_F(Outbox, OnlyTheOldestOfAResourceMayGo) {
  EXPECT_EQ(due(at(60s)), (List{"ops 1", "ops 3", "pager 1", "pager 3"}));
  EXPECT_EQ(due(at(60s), 1), (List{"ops 1", "pager 1"}));
  EXPECT_EQ(store_->next_delivery(at(9s)), at(10s));
}

TEST_F(Outbox, DueMessageCarriesTheEvent) {
  const auto message = store_->due_deliveries(at(60s), 1).front();
  EXPECT_EQ(message.at, at(10100ms));
  EXPECT_EQ(message.type, "noticed.settings.changed");
  EXPECT_EQ(message.severity, Severity::critical);
  EXPECT_EQ(message.attempts, 0U);
  EXPECT_EQ(row("SELECT id, body FROM events WHERE seq = 1"), message.event_id + "|" + message.body);
}

TEST_F(Outbox, DeliveredMessageLetsTheNextGo) {
  record(1, "ops", Verdict::delivered, {}, 200);
  EXPECT_EQ(due(at(60s)), (List{"ops 2", "ops 3", "pager 1", "pager 3"}));
  EXPECT_EQ(row("SELECT state, attempts, next_attempt_at, delivered_at, last_status, last_error FROM deliveries d "
                "JOIN events e ON e.id = d.event_id WHERE seq = 1 AND sink = 'ops'"),
            "delivered|1||2026-11-21T14:01:00.000Z|200|");
}

TEST_F(Outbox, RetryHoldsBackItsLineOnly) {
  record(1, "ops", Verdict::retry, at(120s), 503, "busy");
  EXPECT_EQ(due(at(60s)), (List{"ops 3", "pager 1", "pager 3"}));
  EXPECT_EQ(due(at(120s)), (List{"ops 1", "ops 3", "pager 1", "pager 3"}));
  EXPECT_EQ(row("SELECT state, attempts, next_attempt_at, last_status, last_error FROM deliveries d "
                "JOIN events e ON e.id = d.event_id WHERE seq = 1 AND sink = 'ops'"),
            "pending|1|2026-11-21T14:02:00.000Z|503|busy");
}

TEST_F(Outbox, DeadLetterStaysVisibleAndLetsTheNextGo) {
  record(1, "ops", Verdict::dead, {}, 404, "no such robot");
  EXPECT_EQ(due(at(60s)), (List{"ops 2", "ops 3", "pager 1", "pager 3"}));
  EXPECT_EQ(row("SELECT state, last_error FROM deliveries WHERE state = 'dead'"), "dead|no such robot");
}

TEST_F(Outbox, EmptiedOutboxHasNoNextDelivery) {
  for (const std::int64_t seq : {1, 2, 3}) record(seq, "ops", Verdict::delivered);
  for (const std::int64_t seq : {1, 3}) record(seq, "pager", Verdict::delivered);
  EXPECT_EQ(due(at(60s)), List{});
  EXPECT_FALSE(store_->next_delivery(at(0s)));
}

TEST_F(Outbox, SettledMessageIsNotSettledAgain) {
  record(1, "ops", Verdict::delivered, {}, 200);
  record(1, "ops", Verdict::dead, {}, 500);
  EXPECT_EQ(row("SELECT count(*) FROM deliveries WHERE state = 'dead'"), "0");
}

TEST_F(Outbox, PendingMessagesSurviveARestart) {
  restart(at(60s), at(90s));
  EXPECT_EQ(due(at(90s)), (List{"ops 1", "ops 3", "pager 1", "pager 3"}));
}

}  // namespace
}  // namespace noticed
