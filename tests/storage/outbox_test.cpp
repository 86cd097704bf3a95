#include "tests/storage/delivery_fixture.h"

namespace noticed {
namespace {

class Outbox : public DeliveryTest {};

TEST_F(Outbox, LineByNumberThenAllThatWaitInTheirOrder) {
  EXPECT_EQ(line("ops", at(60s)), (Numbers{1, 2, 3}));
  EXPECT_EQ(line("pager", at(60s)), (Numbers{1, 3}));
  EXPECT_EQ(line("ops", at(60s), 2), (Numbers{1, 2}));
  EXPECT_EQ(store_->outgoing("ops", QueueOrder::by_number, at(60s), 1).newest, 3);
  EXPECT_EQ(store_->outgoing("nobody", QueueOrder::by_number, at(60s), 1).newest, 0);
}

TEST_F(Outbox, LinesByResourceThenTheHeadOfEach) {
  EXPECT_EQ(heads("ops", at(60s)), (Numbers{1, 3}));
  EXPECT_EQ(heads("ops", at(9s)), Numbers{});
  EXPECT_EQ(store_->outgoing("ops", QueueOrder::by_resource, at(9s), 9).next, at(10s));
}

TEST_F(Outbox, DueMessageCarriesTheEvent) {
  const auto message = store_->outgoing("ops", QueueOrder::by_number, at(60s), 1).due.front();
  EXPECT_EQ(message.at, at(10100ms));
  EXPECT_EQ(message.type, "noticed.settings.changed");
  EXPECT_EQ(message.severity, Severity::critical);
  EXPECT_EQ(message.attempts, 0U);
  EXPECT_FALSE(message.replayed);
  EXPECT_EQ(row("SELECT id, body FROM events WHERE seq = 1"), message.event_id + "|" + message.body);
}

TEST_F(Outbox, DeliveredMessageLetsTheNextGo) {
  record_result("ops", {1}, Verdict::delivered, {}, 200);
  EXPECT_EQ(heads("ops", at(60s)), (Numbers{2, 3}));
  EXPECT_EQ(delivery(1, "ops"), "delivered|1||2026-11-21T14:01:00.000Z|200|");
}

TEST_F(Outbox, SeveralInOneLetterAreSettledTogether) {
  record_result("ops", {1, 2, 3}, Verdict::delivered, {}, 200);
  EXPECT_EQ(line("ops", at(60s)), Numbers{});
  EXPECT_EQ(line("pager", at(60s)), (Numbers{1, 3}));
}

TEST_F(Outbox, PartThatEndsNoEventLeavesItPending) {
  AttemptResult outcome = outcome_of("ops", {1}, Verdict::delivered);
  outcome.completed = {};
  store_->record_result(outcome);
  EXPECT_EQ(heads("ops", at(60s)), (Numbers{1, 3}));
}

TEST_F(Outbox, RetryHoldsBackItsLineOnly) {
  record_result("ops", {1}, Verdict::retry, at(120s), 503, "busy");
  EXPECT_EQ(heads("ops", at(60s)), (Numbers{3}));
  EXPECT_EQ(heads("ops", at(120s)), (Numbers{1, 3}));
  EXPECT_EQ(delivery(1, "ops"), "pending|1|2026-11-21T14:02:00.000Z||503|busy");
  EXPECT_EQ(state("ops").failures, 1U);
  EXPECT_EQ(state("ops").pause, TimePoint{});
}

TEST_F(Outbox, RetryOfTheWholeSinkPausesIt) {
  AttemptResult outcome = outcome_of("ops", {1}, Verdict::retry, at(120s));
  outcome.pause_sink = true;
  store_->record_result(outcome);
  EXPECT_EQ(state("ops").pause, at(120s));
  record_result("ops", {1}, Verdict::delivered);
  EXPECT_EQ(state("ops").pause, TimePoint{});
  EXPECT_EQ(state("ops").failures, 0U);
}

TEST_F(Outbox, SlowDownPausesTheSinkAndIsNoAttempt) {
  record_result("ops", {1, 2}, Verdict::slow_down, at(600s), 429, "too many");
  EXPECT_EQ(state("ops").pause, at(600s));
  EXPECT_EQ(state("ops").failures, 0U);
  EXPECT_EQ(delivery(1, "ops"), "pending|0|2026-11-21T14:10:00.000Z||429|too many");
}

TEST_F(Outbox, DroppedMessageStaysVisibleAndLetsTheNextGo) {
  EXPECT_EQ(record_result("ops", {1}, Verdict::drop, {}, 400, "no such field").died, 1);
  EXPECT_EQ(heads("ops", at(60s)), (Numbers{2, 3}));
  EXPECT_EQ(delivery(1, "ops"), "dead|1|||400|no such field");
}

TEST_F(Outbox, SettledMessageIsNotSettledAgain) {
  record_result("ops", {1}, Verdict::delivered, {}, 200);
  EXPECT_EQ(record_result("ops", {1}, Verdict::drop, {}, 400).died, 0);
  EXPECT_EQ(row("SELECT count(*) FROM deliveries WHERE state = 'dead'"), "0");
}

TEST_F(Outbox, RequestIsOnRecordBeforeItIsSent) {
  store_->begin_attempt({"ops", {1, 2}, 2, 3, at(40s), at(44s)});
  EXPECT_EQ(state("ops").paced, at(44s));
  EXPECT_EQ(rows("SELECT sink, began_at, ended_at, part, parts, verdict FROM attempts ORDER BY event_id"),
            (std::vector<std::string>{"ops|2026-11-21T14:00:40.000Z||2|3|", "ops|2026-11-21T14:00:40.000Z||2|3|"}));
}

TEST_F(Outbox, OutcomeIsOnRecordBesideIt) {
  record_result("ops", {1}, Verdict::retry, at(120s), 503, "busy");
  EXPECT_EQ(row("SELECT ended_at, verdict, status, reason FROM attempts"), "2026-11-21T14:01:00.000Z|retry|503|busy");
}

TEST_F(Outbox, WhatWaitsSurvivesARestart) {
  record_result("ops", {1}, Verdict::retry, at(120s), 503, "busy");
  restart(at(60s), at(90s));
  watch_both();
  EXPECT_EQ(heads("ops", at(120s)), (Numbers{1, 3}));
  EXPECT_EQ(state("ops").failures, 1U);
}

}  // namespace
}  // namespace noticed
