#include "storage/model/event.h"
#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Commit = StoreTest;

TEST_F(Commit, FirstSightIsSilent) {
  const auto id = watch_one(watched(service::build, "b1"));
  const auto result = commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  EXPECT_TRUE(result.stored);
  EXPECT_TRUE(result.events.empty());
  EXPECT_EQ(result.sections.seen, 1);
  EXPECT_EQ(result.sections.nonempty, 1);
  EXPECT_EQ(row("SELECT taken_at, superseded_at, polls, settings FROM snapshots"),
            R"(2026-11-21T14:00:01.100Z||1|{"email/buildJobFail/enabled":true})");
  EXPECT_EQ(row("SELECT count(*) FROM changes"), "0");
  EXPECT_EQ(row("SELECT count(*) FROM events"), "0");
}

TEST_F(Commit, ChangeIsStoredWithItsWindow) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  const auto result = commit(RecordedPoll(id, at(601s)).after(1, at(301s)).fetched(0, mail(false)));
  ASSERT_EQ(result.events.size(), 1U);
  EXPECT_EQ(result.events.front().seq, 1);
  EXPECT_EQ(result.events.front().severity, Severity::critical);
  EXPECT_EQ(
      row("SELECT observed_at, not_before, op, channel, event, attribute, old, new, effect, severity FROM changes"),
      "2026-11-21T14:10:01.100Z|2026-11-21T14:05:01.000Z|changed|email|buildJobFail|enabled|true|false|muted|critical");
  EXPECT_EQ(row("SELECT e.at, e.type, e.seq, c.event_id = e.id FROM events e, changes c"),
            "2026-11-21T14:10:01.100Z|noticed.settings.changed|1|1");
}

TEST_F(Commit, ChangeSupersedesTheSnapshot) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(601s)).after(1, at(301s)).fetched(0, mail(false)));
  EXPECT_EQ(rows("SELECT taken_at, confirmed_at, superseded_at, polls FROM snapshots ORDER BY id"),
            (std::vector<std::string>{"2026-11-21T14:00:01.100Z|2026-11-21T14:05:01.000Z|2026-11-21T14:10:01.100Z|2",
                                      "2026-11-21T14:10:01.100Z|2026-11-21T14:10:01.100Z||1"}));
  EXPECT_EQ(row("SELECT last_changed_at, state FROM resources"), "2026-11-21T14:10:01.100Z|ok");
}

TEST_F(Commit, ChangeMakesOneDeliveryForEachMatchingSink) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(false)));
  commit(RecordedPoll(id, at(301s)).fetched(0, mail(true)));   // info: only ops
  commit(RecordedPoll(id, at(601s)).fetched(0, mail(false)));  // critical: both
  EXPECT_EQ(rows("SELECT e.seq, d.sink, d.state FROM deliveries d JOIN events e ON e.id = d.event_id ORDER BY 1, 2"),
            (std::vector<std::string>{"1|ops|pending", "2|ops|pending", "2|pager|pending"}));
}

TEST_F(Commit, EventBodyIsTheStoredOne) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  const auto result = commit(RecordedPoll(id, at(301s)).fetched(0, mail(false)));
  EXPECT_EQ(row("SELECT body FROM events"), result.events.front().body);
  EXPECT_EQ(row("SELECT json_extract(body, '$.data.snapshot.id'), json_extract(body, '$.data.previous.id'), "
                "json_extract(body, '$.data.window.not_before') FROM events"),
            "2|1|2026-11-21T14:00:01.000Z");
}

TEST_F(Commit, SectionsThatChangedAreNamed) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10101));
  const Settings on{{"email/*/switch.enabled", true}, {"dingtalk/*/switch.enabled", true}};
  const Settings off{{"email/*/switch.enabled", false}, {"dingtalk/*/switch.enabled", true}};
  const auto first = commit(RecordedPoll(id, at(1s)).fetched(0, on).fetched(2, {{"email/run/enabled", true}}));
  EXPECT_EQ(first.changed, 0) << "first sight";
  EXPECT_EQ(first.sections.off, 0);
  const auto second = commit(RecordedPoll(id, at(301s)).fetched(0, off).unchanged(2));
  EXPECT_EQ(second.changed, bit(0));
  EXPECT_EQ(second.sections.off, bit(2)) << "its channel";
  EXPECT_EQ(commit(RecordedPoll(id, at(601s)).fetched(2, {{"email/run/enabled", false}})).changed, bit(2));
  EXPECT_EQ(commit(RecordedPoll(id, at(901s)).fetched(0, on)).sections.off, 0);
}

TEST_F(Commit, SectionsAskedAtDifferentTimesThenEachChangeHasItsOwnWindow) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  const Settings mail_on{{"email/run/enabled", true}};
  const Settings ding_on{{"dingtalk/run/enabled", true}};
  commit(RecordedPoll(id, at(1s)).fetched(2, mail_on).fetched(4, ding_on));
  Confirmation mail{id, 2, false, 3, at(901s), at(1201s), 0};
  store_->flush({&mail, 1}, at(902s));
  commit(RecordedPoll(id, at(950s)).fetched(4, {{"dingtalk/run/enabled", false}}));
  commit(RecordedPoll(id, at(1000s)).fetched(2, {{"email/run/enabled", false}}));
  EXPECT_EQ(rows("SELECT channel, not_before, observed_at FROM changes ORDER BY id"),
            (std::vector<std::string>{"dingtalk|2026-11-21T14:00:01.000Z|2026-11-21T14:15:50.100Z",
                                      "email|2026-11-21T14:15:01.000Z|2026-11-21T14:16:40.100Z"}));
  EXPECT_EQ(row("SELECT last_polled_at, last_ok_at FROM resources"),
            "2026-11-21T14:16:40.000Z|2026-11-21T14:15:50.000Z")
      << "all sections are good since the oldest of them was";
}

TEST_F(Commit, SectionFirstAnsweredLaterIsSilent) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", true}}).failed(4, FailureKind::server));
  const auto result = commit(RecordedPoll(id, at(301s)).unchanged(2).fetched(4, {{"dingtalk/run/enabled", true}}));
  EXPECT_TRUE(result.events.empty());
  EXPECT_EQ(result.sections.seen, 0b10100);
  EXPECT_EQ(row("SELECT count(*) FROM changes"), "0");
  EXPECT_EQ(row("SELECT settings FROM snapshots WHERE superseded_at IS NULL"),
            R"({"dingtalk/run/enabled":true,"email/run/enabled":true})");
}

TEST_F(Commit, UnsupportedSectionThatAnswersIsSilent) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  auto result = commit(RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", true}}).unsupported(4));
  EXPECT_EQ(result.sections.unsupported, 0b10000);
  result = commit(RecordedPoll(id, at(301s)).unchanged(2).fetched(4, {{"dingtalk/run/enabled", true}}));
  EXPECT_TRUE(result.events.empty());
  EXPECT_EQ(result.sections.unsupported, 0);
}

TEST_F(Commit, OnlyTheFetchedSectionMayChange) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(
      RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", true}}).fetched(4, {{"dingtalk/run/enabled", true}}));
  commit(RecordedPoll(id, at(301s)).fetched(2, {}).failed(4, FailureKind::timeout));
  EXPECT_EQ(rows("SELECT op, channel FROM changes"), (std::vector<std::string>{"removed|email"}));
  EXPECT_EQ(row("SELECT settings FROM snapshots WHERE superseded_at IS NULL"), R"({"dingtalk/run/enabled":true})");
}

TEST_F(Commit, SettingOfAnotherSectionIsLeftOutAndTheRestIsStored) {
  const auto ids = watch({watched(service::pipeline, "p1", 0b10100), watched(service::build, "b1")});
  const std::vector<PollReport> cycles{
      RecordedPoll(ids[0].resource, at(1s)).fetched(2, {{"dingtalk/run/enabled", true}}),
      RecordedPoll(ids[1].resource, at(1s)).fetched(0, mail(true))};
  const auto results = store_->commit(cycles);
  EXPECT_FALSE(results[0].stored);
  EXPECT_EQ(results[0].error, "an answer of section email holds a setting of another one");
  EXPECT_TRUE(results[1].stored);
  EXPECT_EQ(row("SELECT external_id FROM snapshots"), "b1");
}

TEST_F(Commit, ThousandResourcesWithEqualSettingsShareOneDocument) {
  std::vector<WatchedResource> resources;
  for (int i = 0; i < 1000; ++i) resources.push_back(watched(service::build, "b" + std::to_string(i)));
  std::vector<PollReport> cycles;
  for (const auto& remembered : watch(resources))
    cycles.push_back(RecordedPoll(remembered.resource, at(1s)).fetched(0, mail(true)));
  store_->commit(cycles);
  EXPECT_EQ(row("SELECT count(*), count(DISTINCT digest) FROM snapshots"), "1000|1");
  EXPECT_EQ(row("SELECT count(*) FROM document"), "1");
  EXPECT_EQ(row("SELECT count(*), sum(covered) FROM coverage"), "1000|1000");
}

TEST_F(Commit, ChainVerifies) {
  const auto id = watch_one(watched(service::build, "b1"));
  for (int i = 0; i < 4; ++i) commit(RecordedPoll(id, at(i * 300s)).fetched(0, mail(i % 2 == 0)));
  std::string chain;
  for (const auto& body : rows("SELECT body FROM events ORDER BY seq")) chain = chain_link(chain, body);
  EXPECT_EQ(row("SELECT count(*) FROM events"), "3");
  EXPECT_EQ(row("SELECT chain FROM events ORDER BY seq DESC LIMIT 1"), chain);
}

TEST_F(Commit, ClockThatRunsBackwardsDoesNotTurnTheWindow) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(600s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(false)));
  EXPECT_EQ(row("SELECT not_before, observed_at FROM changes"), "2026-11-21T14:10:00.000Z|2026-11-21T14:10:00.100Z");
  EXPECT_EQ(row("SELECT count(*) FROM snapshots WHERE confirmed_at < taken_at OR superseded_at < taken_at"), "0");
}

TEST_F(Commit, AnotherGenerationsCycleIsNotStored) {
  const auto id = watch_one(watched(service::build, "b1"));
  EXPECT_FALSE(commit(RecordedPoll(id, at(1s)).generation(7).fetched(0, mail(true))).stored);
  EXPECT_FALSE(commit(RecordedPoll(id + 1, at(1s)).fetched(0, mail(true))).stored);
  EXPECT_EQ(row("SELECT count(*) FROM snapshots"), "0");
}

TEST_F(Commit, ConfirmationsMoveTimesOnly) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  Confirmation quiet{id, 0, false, 2, at(601s), at(901s), 0};
  store_->flush({&quiet, 1}, at(602s));
  EXPECT_EQ(row("SELECT taken_at, confirmed_at, polls FROM snapshots"),
            "2026-11-21T14:00:01.100Z|2026-11-21T14:10:01.000Z|3");
  EXPECT_EQ(row("SELECT last_polled_at, last_ok_at FROM resources"),
            "2026-11-21T14:10:01.000Z|2026-11-21T14:10:01.000Z");
  quiet.asked = at(301s);
  store_->flush({&quiet, 1}, at(603s));
  EXPECT_EQ(row("SELECT confirmed_at FROM snapshots"), "2026-11-21T14:10:01.000Z");
}

TEST_F(Commit, CoverageIsUnknownUntilEverySectionWasSeen) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", false}}).failed(4, FailureKind::server));
  EXPECT_EQ(row("SELECT event, covered IS NULL FROM coverage"), "run|1");
  commit(RecordedPoll(id, at(301s)).unchanged(2).unsupported(4));
  EXPECT_EQ(row("SELECT event, covered FROM coverage"), "run|0");
}

TEST_F(Commit, OtherCoveragePolicyJudgesStoredDocumentsAnew) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  EXPECT_EQ(row("SELECT is_failure, channels, covered FROM coverage"), R"(1|["email"]|1)");
  Policy policy = plain_policy(2);
  policy.notify_channels = {"feishu"};
  policy.failure_events = {};
  watch({watched(service::build, "b1")}, at(2s), policy);
  EXPECT_EQ(row("SELECT is_failure, channels, covered FROM coverage"), R"(0|["email"]|0)");
}

TEST_F(Commit, SettingsTellSinceWhen) {
  const auto id = watch_one(watched(service::build, "b1"));
  const Settings both{{"email/a%2Fb%25/enabled", true}, {"email/buildJobFail/enabled", true}};
  Settings other = both;
  other["email/buildJobFail/enabled"] = false;
  commit(RecordedPoll(id, at(1s)).fetched(0, both));
  commit(RecordedPoll(id, at(301s)).fetched(0, other));
  EXPECT_EQ(rows("SELECT channel, event, attribute, value, since FROM settings ORDER BY event"),
            (std::vector<std::string>{"email|a/b%|enabled|true|2026-11-21T14:00:01.100Z",
                                      "email|buildJobFail|enabled|false|2026-11-21T14:05:01.100Z"}));
}

TEST_F(Commit, ValuesAreJsonText) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s))
             .fetched(0, {{"email/*/a", std::int64_t{60}},
                          {"email/*/b", std::string("re\"po")},
                          {"email/*/c", List{"x", "y"}},
                          {"email/*/d", 1.5}}));
  EXPECT_EQ(rows("SELECT value FROM settings ORDER BY attribute"),
            (std::vector<std::string>{"60", R"("re\"po")", R"(["x","y"])", "1.5"}));
}

}  // namespace
}  // namespace noticed
