// The numbers and the survey of a store.
#include "storage/model/survey.h"

#include "store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class SurveyTest : public StoreTest {
 protected:
  std::vector<std::int64_t> watch_jobs(int count) {
    std::vector<WatchedResource> wanted;
    for (int i = 0; i < count; ++i) wanted.push_back(watched(service::build, "b" + std::to_string(i)));
    std::vector<std::int64_t> rows;
    for (const auto& row : watch(wanted)) rows.push_back(row.resource);
    return rows;
  }
  SurveyPart all() { return store_->survey(0, 100, 10); }
};

TEST_F(SurveyTest, FailureNobodyHearsOfThenUncoveredAsTheViewSays) {
  const auto rows = watch_jobs(3);
  commit(RecordedPoll(rows[0], at(1s)).fetched(0, mail(false)));
  commit(RecordedPoll(rows[1], at(1s)).fetched(0, mail(true)));
  const SurveyPart part = all();
  ASSERT_EQ(part.groups.size(), 1U);
  EXPECT_EQ(part.groups[0].account, "prod");
  EXPECT_EQ(part.groups[0].service, service::build);
  EXPECT_EQ(part.groups[0].resources, 3);
  EXPECT_EQ(part.groups[0].uncovered, 1);
  EXPECT_EQ(row("SELECT count(*) FROM coverage WHERE is_failure = 1 AND covered = 0"), "1");
  EXPECT_EQ(part.next, std::nullopt);
}

TEST_F(SurveyTest, SectionNeverSeenThenItsResourceIsNotCalledUncovered) {
  const auto row_id = watch_one(watched(service::repo, "1", bit(0) | bit(2)));
  commit(RecordedPoll(row_id, at(1s)).fetched(2, {{"email/mr.open/enabled", false}}).failed(0, FailureKind::server));
  ASSERT_EQ(all().groups.size(), 1U);
  EXPECT_EQ(all().groups[0].uncovered, 0);
}

TEST_F(SurveyTest, PollsThenTheOldestGoodOneAndSinceFirstSightWhereThereIsNone) {
  const auto rows = watch_jobs(2);
  commit(RecordedPoll(rows[0], at(60s)).fetched(0, mail(true)));
  EXPECT_EQ(all().groups[0].oldest_good, at(0s)) << "the other one has none";
  commit(RecordedPoll(rows[1], at(70s)).fetched(0, mail(true)));
  commit(RecordedPoll(rows[0], at(120s)).failed(0, FailureKind::server));
  EXPECT_EQ(all().groups[0].oldest_good, at(60s));
  EXPECT_EQ(all().groups[0].oldest_poll, at(70s));
}

TEST_F(SurveyTest, ResourceFailsThenItIsNamedWithItsError) {
  const auto rows = watch_jobs(2);
  commit(RecordedPoll(rows[0], at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(rows[0], at(2s)).failed(0, FailureKind::server, "status 503").failures(3));
  const SurveyPart part = all();
  ASSERT_EQ(part.failing.size(), 1U);
  const FailingResource& one = part.failing[0];
  EXPECT_EQ(one.service, service::build);
  EXPECT_EQ(one.id + " " + one.name + " " + one.state + " " + one.error, "b0 name-b0 unreachable server: status 503");
  EXPECT_EQ(one.failures, 3);
  EXPECT_EQ(one.last_good, at(1s));
  EXPECT_TRUE(store_->survey(0, 100, 0).failing.empty()) << "no more than asked for";
}

TEST_F(SurveyTest, MoreThanAPartThenThePartsAddUp) {
  watch_jobs(5);
  std::int64_t after = 0, resources = 0;
  int parts = 0;
  for (std::optional<std::int64_t> next = 0; next; ++parts) {
    after = *next;
    const SurveyPart part = store_->survey(after, 2, 10);
    for (const auto& group : part.groups) resources += group.resources;
    next = part.next;
  }
  EXPECT_EQ(resources, 5);
  EXPECT_EQ(parts, 3);
}

TEST_F(SurveyTest, RetiredThenNotCounted) {
  watch_jobs(2);
  watch({watched(service::build, "b0")});
  EXPECT_EQ(all().groups[0].resources, 1);
}

TEST_F(SurveyTest, MessagesWaitThenCountedWithTheOldest) {
  const auto rows = watch_jobs(2);
  for (const auto id : rows) commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(rows[0], at(60s)).fetched(0, mail(false)));
  commit(RecordedPoll(rows[1], at(90s)).fetched(0, mail(false)));
  const StoreNumbers numbers = store_->numbers();
  ASSERT_EQ(numbers.sinks.size(), 2U);
  EXPECT_EQ(numbers.sinks[0].sink, "ops");
  EXPECT_EQ(numbers.sinks[0].pending, 2);
  EXPECT_EQ(numbers.sinks[0].dead, 0);
  EXPECT_EQ(numbers.sinks[0].oldest, at(60s));
  EXPECT_FALSE(numbers.sinks[0].suspended);
  EXPECT_GT(numbers.sizes.database + numbers.sizes.log, 0);
}

TEST_F(SurveyTest, DeadAndSuspendedThenSaid) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(60s)).fetched(0, mail(false)));
  AttemptResult dropped;
  dropped.attempt = store_->begin_attempt({"ops", {1}, 1, 1, at(61s), at(61s)});
  dropped.sink = "ops";
  dropped.event_ids = dropped.completed = {1};
  dropped.verdict = Verdict::drop;
  dropped.at = at(62s);
  dropped.max_age = 72h;
  store_->record_result(dropped);
  AttemptResult suspended = dropped;
  suspended.attempt = store_->begin_attempt({"pager", {1}, 1, 1, at(61s), at(61s)});
  suspended.sink = "pager";
  suspended.verdict = Verdict::suspend;
  suspended.reason = "no such robot";
  suspended.next = at(20min);
  store_->record_result(suspended);
  const StoreNumbers numbers = store_->numbers();
  ASSERT_EQ(numbers.sinks.size(), 2U);
  EXPECT_EQ(numbers.sinks[0].dead, 1);
  ASSERT_TRUE(numbers.sinks[1].suspended);
  EXPECT_EQ(numbers.sinks[1].suspended->reason, "no such robot");
}

TEST_F(SurveyTest, RoundOfDiscoveryThenWhenTheLastCompleteOneEnded) {
  DiscoverRule rule;
  rule.account = "prod";
  rule.sections[0] = 1;
  store_->begin_generation({{}, {&rule, 1}, {{"prod", "ap-southeast-3"}}, {}},
                           std::make_shared<const Policy>(plain_policy()), at(0s));
  store_->end_round("prod", true, "", at(10s));
  store_->end_round("prod", false, "page 2 failed", at(20s));
  ASSERT_EQ(store_->numbers().rounds.size(), 1U);
  EXPECT_EQ(store_->numbers().rounds[0].complete, at(10s));
}

TEST_F(SurveyTest, ChangesToldThenCountedBySeverity) {
  const auto id = watch_one(watched(service::build, "b1"));
  EXPECT_EQ(commit(RecordedPoll(id, at(1s)).fetched(0, mail(true))).changes, (std::array<std::uint32_t, 3>{}));
  EXPECT_EQ(commit(RecordedPoll(id, at(60s)).fetched(0, mail(false))).changes, (std::array<std::uint32_t, 3>{0, 0, 1}));
  EXPECT_EQ(commit(RecordedPoll(id, at(90s)).fetched(0, mail(true))).changes, (std::array<std::uint32_t, 3>{1, 0, 0}));
}

}  // namespace
}  // namespace noticed
