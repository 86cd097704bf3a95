#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Gaps = StoreTest;

TEST_F(Gaps, FailureOpensOneGapAtTheLastConfirmation) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  const auto result =
      commit(RecordedPoll(id, at(601s)).after(1, at(301s)).failed(0, FailureKind::timeout, "no answer in 10 s"));
  EXPECT_EQ(result.sections.failing, 1);
  EXPECT_TRUE(result.events.empty());
  EXPECT_EQ(row("SELECT section, from_at, to_at, reason, polls, detail FROM gaps"),
            "*|2026-11-21T14:05:01.000Z||timeout|1|no answer in 10 s");
  EXPECT_EQ(row("SELECT state, failures, last_error FROM resources"), "failing|1|timeout: no answer in 10 s");
  EXPECT_EQ(row("SELECT value FROM settings"), "true");
}

TEST_F(Gaps, NextGoodPollClosesTheGap) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(301s)).failed(0, FailureKind::timeout));
  const auto result = commit(RecordedPoll(id, at(601s)).unchanged(0));
  EXPECT_EQ(result.sections.failing, 0);
  EXPECT_EQ(row("SELECT from_at, to_at, polls FROM gaps"), "2026-11-21T14:00:01.000Z|2026-11-21T14:10:01.000Z|1");
  EXPECT_EQ(row("SELECT state, failures, last_error FROM resources"), "ok|0|");
}

TEST_F(Gaps, FurtherFailuresAreCounted) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).failed(0, FailureKind::network));
  Confirmation more{id, 0, true, 3, at(901s), at(1201s), 4};
  store_->flush({&more, 1}, at(902s));
  EXPECT_EQ(row("SELECT from_at, polls FROM gaps"), "2026-11-21T14:00:01.000Z|4");
  EXPECT_EQ(row("SELECT state, failures FROM resources"), "unreachable|4");
}

TEST_F(Gaps, OtherReasonBeginsWhereTheFirstEnds) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(301s)).failed(0, FailureKind::timeout));
  commit(RecordedPoll(id, at(601s)).failed(0, FailureKind::auth));
  EXPECT_EQ(rows("SELECT from_at, to_at, reason, polls FROM gaps ORDER BY from_at"),
            (std::vector<std::string>{"2026-11-21T14:00:01.000Z|2026-11-21T14:10:01.000Z|timeout|1",
                                      "2026-11-21T14:10:01.000Z||auth|1"}));
}

TEST_F(Gaps, ChangeAfterFailuresMayBeAsOldAsTheFirstOfThem) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(301s)).failed(0, FailureKind::timeout));
  commit(RecordedPoll(id, at(601s)).failed(0, FailureKind::auth));
  commit(RecordedPoll(id, at(901s)).fetched(0, mail(false)));
  EXPECT_EQ(row("SELECT not_before, observed_at FROM changes"), "2026-11-21T14:00:01.000Z|2026-11-21T14:15:01.100Z");
}

TEST_F(Gaps, CyclesLostToTheStoreLeaveAClosedGap) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(901s)).unstored().unchanged(0));
  EXPECT_EQ(row("SELECT section, from_at, to_at, reason FROM gaps"),
            "*|2026-11-21T14:00:01.000Z|2026-11-21T14:15:01.000Z|storage");
  EXPECT_EQ(row("SELECT state FROM resources"), "ok");
}

TEST_F(Gaps, SectionsFailOnTheirOwn) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(
      RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", true}}).fetched(4, {{"dingtalk/run/enabled", true}}));
  commit(RecordedPoll(id, at(301s)).unchanged(2).failed(4, FailureKind::server));
  commit(RecordedPoll(id, at(601s)).fetched(2, {{"email/run/enabled", false}}).failed(4, FailureKind::server));
  EXPECT_EQ(row("SELECT not_before FROM changes"), "2026-11-21T14:05:01.000Z");
  EXPECT_EQ(row("SELECT section, from_at, to_at, polls FROM gaps"), "dingtalk|2026-11-21T14:00:01.000Z||2");
  commit(RecordedPoll(id, at(901s)).unchanged(2).fetched(4, {}));
  EXPECT_EQ(row("SELECT not_before FROM changes WHERE channel = 'dingtalk'"), "2026-11-21T14:00:01.000Z");
}

TEST_F(Gaps, LateSectionHasOneUntilItIsAnswered) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(
      RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", true}}).fetched(4, {{"dingtalk/run/enabled", true}}));
  const auto result = commit(RecordedPoll(id, at(400s)).late(4));
  EXPECT_EQ(result.sections.failing, bit(4));
  EXPECT_EQ(row("SELECT section, from_at, to_at, reason, polls FROM gaps"),
            "dingtalk|2026-11-21T14:00:01.000Z||late|0");
  EXPECT_EQ(row("SELECT state, failures, last_polled_at, last_error FROM resources"), "ok|0|2026-11-21T14:00:01.000Z|")
      << "nothing failed";
  commit(RecordedPoll(id, at(500s)).fetched(4, {{"dingtalk/run/enabled", false}}));
  EXPECT_EQ(row("SELECT to_at FROM gaps"), "2026-11-21T14:08:20.000Z");
  EXPECT_EQ(row("SELECT not_before FROM changes"), "2026-11-21T14:00:01.000Z");
}

TEST_F(Gaps, MissingForLongIsGone) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(301s)).failed(0, FailureKind::missing));
  EXPECT_EQ(row("SELECT state FROM resources"), "failing");
  commit(RecordedPoll(id, at(901s)).failed(0, FailureKind::missing).failures(3));
  EXPECT_EQ(row("SELECT state FROM resources"), "gone");
}

TEST_F(Gaps, UnsupportedClosesTheGapOfASectionNeverSeen) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", true}}).failed(4, FailureKind::server));
  const auto result = commit(RecordedPoll(id, at(301s)).unchanged(2).unsupported(4));
  EXPECT_EQ(result.sections.failing, 0);
  EXPECT_EQ(row("SELECT from_at, to_at FROM gaps"), "2026-11-21T14:00:01.000Z|2026-11-21T14:05:01.000Z");
}

}  // namespace
}  // namespace noticed
