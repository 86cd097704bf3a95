#include "storage/read/delivery_history.h"

#include "storage/write/replay.h"
#include "tests/storage/delivery_fixture.h"

namespace noticed {
namespace {

using Texts = std::vector<std::string>;

class DeliveryReading : public DeliveryTest {
 protected:
  Texts told_of(const DeliveryFilter& filter) const {
    Texts texts;
    for (const auto& row : DeliveryHistory(db_).deliveries(filter))
      texts.push_back(row.sink + " #" + std::to_string(row.seq) + " " + row.state);
    return texts;
  }
  ReplayRequest ops_since(TimePoint since) const {
    ReplayRequest request;
    request.sink = "ops";
    request.since = since;
    return request;
  }
};

TEST_F(DeliveryReading, FilterThenNewestFirst) {
  record_result("ops", {1}, Verdict::drop, {}, 400, "no");
  EXPECT_EQ(told_of({}),
            (Texts{"ops #3 pending", "pager #3 pending", "ops #2 pending", "ops #1 dead", "pager #1 pending"}));
  EXPECT_EQ(told_of({"dead", "", {}, 100, ""}), Texts{"ops #1 dead"});
  EXPECT_EQ(told_of({"", "pager", at(30s), 100, ""}), Texts{"pager #3 pending"});
  EXPECT_EQ(told_of({"", "", {}, 1, ""}), Texts{"ops #3 pending"});
}

TEST_F(DeliveryReading, EventByNumberOrIdOrItsBeginning) {
  const DeliveryHistory history(db_);
  const std::string id = row("SELECT id FROM events WHERE seq = 2");
  EXPECT_EQ(history.find("2"), Numbers{2});
  EXPECT_EQ(history.find("#2"), Numbers{2});
  EXPECT_EQ(history.find(id), Numbers{2});
  EXPECT_EQ(history.find("evt_").size(), 3U);
  EXPECT_EQ(history.find("99"), Numbers{});
  EXPECT_EQ(history.find("nothing"), Numbers{});
}

TEST_F(DeliveryReading, StoryHasChangesRoutesAndEveryAttempt) {
  record_result("ops", {1, 2}, Verdict::retry, at(120s), 503, "busy");
  store_->begin_attempt({"ops", {1}, 1, 1, at(121s), at(121s)});
  const EventStory story = DeliveryHistory(db_).story(1);
  EXPECT_EQ(story.id, row("SELECT id FROM events WHERE seq = 1"));
  ASSERT_EQ(story.changes.size(), 1U);
  EXPECT_EQ(story.changes[0].event, "buildJobFail");
  ASSERT_EQ(story.deliveries.size(), 2U);
  EXPECT_EQ(story.deliveries[0].next, at(120s));
  ASSERT_EQ(story.attempts.size(), 2U);
  EXPECT_EQ(story.attempts[0].events, 2);
  EXPECT_EQ(story.attempts[0].verdict, "retry");
  EXPECT_EQ(story.attempts[0].status, 503);
  EXPECT_EQ(story.attempts[1].verdict, "");
  EXPECT_FALSE(story.attempts[1].ended);
}

TEST_F(DeliveryReading, SinksThenWhatWaitsSinceWhenAndWhy) {
  record_result("ops", {1}, Verdict::suspend, at(960s), 404, "robot gone");
  const auto sinks = DeliveryHistory(db_).sinks();
  ASSERT_EQ(sinks.size(), 2U);
  EXPECT_EQ(sinks[0].name, "ops");
  EXPECT_EQ(sinks[0].pending, 3);
  EXPECT_EQ(sinks[0].oldest, at(10s));
  ASSERT_TRUE(sinks[0].state.suspended);
  EXPECT_EQ(sinks[0].state.suspended->reason, "robot gone");
  EXPECT_EQ(sinks[1].name, "pager");
}

TEST_F(DeliveryReading, ReplayThenThoseWaitAgainWithTheirIds) {
  record_result("ops", {1}, Verdict::delivered, {}, 200);
  record_result("ops", {3}, Verdict::drop, {}, 400, "no");
  const auto counted = count_replay(db_, ops_since(at(0s)));
  EXPECT_EQ(counted.delivered, 1);
  EXPECT_EQ(counted.dead, 1);
  EXPECT_EQ(line("ops", at(90s)), Numbers{2});
  EXPECT_EQ(replay(db_, ops_since(at(0s)), at(90s)).dead, 1);
  EXPECT_EQ(line("ops", at(90s)), (Numbers{1, 2, 3}));
  EXPECT_EQ(heads("ops", at(90s)), (Numbers{1, 3}));
  EXPECT_TRUE(store_->outgoing("ops", QueueOrder::by_number, at(90s), 1).due.front().replayed);
  EXPECT_EQ(row("SELECT count(*) FROM attempts"), "2");
}

TEST_F(DeliveryReading, ReplayOfTheDeadOrOfATimeLeavesTheRestAlone) {
  record_result("ops", {1, 2}, Verdict::delivered, {}, 200);
  record_result("ops", {3}, Verdict::drop, {}, 400, "no");
  ReplayRequest request = ops_since(at(0s));
  request.until = at(30s);
  EXPECT_EQ(count_replay(db_, request).delivered, 2);
  EXPECT_EQ(count_replay(db_, request).dead, 0);
  request.until.reset();
  request.dead_only = true;
  replay(db_, request, at(90s));
  EXPECT_EQ(line("ops", at(90s)), Numbers{3});
}

TEST_F(DeliveryReading, ReplayedMessageAgesFromThenOn) {
  record_result("ops", {1}, Verdict::delivered, {}, 200);
  replay(db_, ops_since(at(0s)), at(std::chrono::hours{100}));
  AttemptResult outcome = outcome_of("ops", {1}, Verdict::retry, at(std::chrono::hours{101}));
  EXPECT_EQ(store_->record_result(outcome).died, 2);  // the two that waited all the time
}

TEST_F(DeliveryReading, ReplayByAnotherProcessThenTheStoreSeesIt) {
  const auto before = store_->data_version();
  replay(db_, ops_since(at(0s)), at(90s));
  EXPECT_NE(store_->data_version(), before);
  EXPECT_EQ(store_->data_version(), store_->data_version());
}

}  // namespace
}  // namespace noticed
