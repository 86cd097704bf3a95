#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using InventoryStore = StoreTest;

TEST_F(InventoryStore, NewResourcesAreRememberedInOrder) {
  const auto remembered = watch({watched(service::repo, "r9", 0b11), watched(service::build, "b1")});
  ASSERT_EQ(remembered.size(), 2U);
  EXPECT_LT(remembered[0].resource, remembered[1].resource);
  EXPECT_FALSE(remembered[0].times.at(0).next_due);
  EXPECT_EQ(
      rows("SELECT account, region, service, external_id, name, project_id, project_name, labels, state, interval_s, "
           "first_seen_at, last_polled_at FROM resources"),
      (std::vector<std::string>{
          R"(prod|ap-southeast-3|repo|r9|name-r9|p1|Shop|{"team":"payments"}|new|300|2026-11-21T14:00:00.000Z|)",
          R"(prod|ap-southeast-3|build|b1|name-b1|p1|Shop|{"team":"payments"}|new|300|2026-11-21T14:00:00.000Z|)"}));
}

TEST_F(InventoryStore, RenamedResourceKeepsItsRow) {
  const auto before = watch_one(watched(service::build, "b1"));
  auto renamed = watched(service::build, "b1");
  renamed.info.name = "payments";
  EXPECT_EQ(watch_one(renamed, at(1s)), before);
  EXPECT_EQ(row("SELECT name FROM resources"), "payments");
}

TEST_F(InventoryStore, RenameByHandIsTold) {
  watch_one(watched(service::build, "b1"));
  auto renamed = watched(service::build, "b1");
  renamed.info.name = "payments";
  watch_one(renamed, at(1s));
  watch_one(renamed, at(2s));
  EXPECT_EQ(notified(), std::vector<std::string>{"noticed.resource.renamed|info|payments: renamed from name-b1"});
  EXPECT_EQ(newest("$.renamed"), R"({"from":"name-b1","to":"payments"})");
}

TEST_F(InventoryStore, NameThatIsLeftOutStaysKnown) {
  auto nameless = watched(service::build, "b1");
  nameless.info.name = "";
  watch_one(nameless);
  watch_one(watched(service::build, "b1"), at(1s));
  watch_one(nameless, at(2s));
  EXPECT_EQ(row("SELECT name FROM resources"), "name-b1");
  EXPECT_TRUE(notified().empty());
}

TEST_F(InventoryStore, WhoItIsComesBackInTheOrderGiven) {
  watch({watched(service::build, "b1"), watched(service::repo, "r1", 0b110)});
  const auto again = watch({watched(service::check, "c1"), watched(service::repo, "r1", 0b10),
                            watched(service::build, "b1"), watched(service::build, "b1")},
                           at(1s));
  ASSERT_EQ(again.size(), 3U);  // named twice, watched once
  EXPECT_EQ(again[0].id + again[1].id + again[2].id, "c1r1b1");
  EXPECT_EQ(again[1].service, service::repo);
  EXPECT_EQ(again[1].wanted, 0b10);
  EXPECT_EQ(again[1].account, "prod");
  EXPECT_EQ(again[1].project_id, "p1");
  EXPECT_EQ(again[1].interval, 300s);
  EXPECT_FALSE(again[1].discovered);
}

TEST_F(InventoryStore, EqualIdsOfOtherAccountsAndServicesStayApart) {
  auto other = watched(service::build, "x");
  other.info.account = "staging";
  const auto first = watch({watched(service::build, "x"), watched(service::check, "x"), other});
  const auto again = watch({other, watched(service::build, "x"), watched(service::check, "x")}, at(1s));
  EXPECT_EQ(again[0].resource, first[2].resource);
  EXPECT_EQ(again[1].resource, first[0].resource);
  EXPECT_EQ(again[2].resource, first[1].resource);
}

TEST_F(InventoryStore, AnotherServiceWithTheSameIdsIsAnotherInventory) {
  std::vector<WatchedResource> builds, checks;
  for (int i = 0; i < 300; ++i) builds.push_back(watched(service::build, "id-" + std::to_string(i)));
  for (int i = 0; i < 300; ++i) checks.push_back(watched(service::check, "id-" + std::to_string(i)));
  watch(builds);
  EXPECT_EQ(watch(checks, at(1s)).front().resource, 301);
  EXPECT_EQ(rows("SELECT service, state, count(*) FROM resources GROUP BY 1, 2"),
            (std::vector<std::string>{"build|retired|300", "check|new|300"}));
}

TEST_F(InventoryStore, PolicysPatienceDecidesTheState) {
  Policy policy = plain_policy();
  policy.fail_after = 2;
  policy.gone_after = 4;
  const auto id = watch({watched(service::build, "b1")}, at(0ms), policy).front().resource;
  commit(RecordedPoll(id, at(1s)).failed(0, FailureKind::missing).failures(2));
  EXPECT_EQ(row("SELECT state FROM resources"), "unreachable");
  policy.gone_after = 2;
  watch({watched(service::build, "b1")}, at(2s), policy);
  EXPECT_EQ(row("SELECT state FROM resources"), "gone");
}

TEST_F(InventoryStore, UnnamedResourceRetiresWithAGap) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  watch({}, at(60s), plain_policy(1));
  EXPECT_EQ(row("SELECT state FROM resources"), "retired");
  EXPECT_EQ(row("SELECT section, from_at, to_at, reason, polls FROM gaps"),
            "*|2026-11-21T14:00:01.000Z||not_watched|0");
  EXPECT_FALSE(commit(RecordedPoll(id, at(61s)).fetched(0, mail(false))).stored);
}

TEST_F(InventoryStore, ReturnedResourceIsComparedWithItsLastState) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  watch({}, at(60s));
  const auto again = watch({watched(service::build, "b1")}, at(600s)).front();
  EXPECT_EQ(again.resource, id);
  EXPECT_EQ(again.sections, (SectionState{1, 1, 1, 0, 0}));
  const auto result = commit(RecordedPoll(id, at(601s)).fetched(0, mail(false)));
  EXPECT_FALSE(result.events.empty());
  EXPECT_EQ(row("SELECT not_before FROM changes"), "2026-11-21T14:00:01.000Z");
  EXPECT_EQ(row("SELECT to_at, reason FROM gaps"), "2026-11-21T14:10:01.000Z|not_watched");
}

TEST_F(InventoryStore, GivenUpSectionGetsAGapAndKeepsItsSettings) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(
      RecordedPoll(id, at(1s)).fetched(2, {{"email/run/enabled", true}}).fetched(4, {{"dingtalk/run/enabled", true}}));
  const auto narrowed = watch({watched(service::pipeline, "p1", 0b00100)}, at(60s)).front();
  EXPECT_EQ(narrowed.sections, (SectionState{0b100, 0b100, 0, 0}));
  EXPECT_EQ(row("SELECT section, from_at, reason FROM gaps"), "dingtalk|2026-11-21T14:00:01.000Z|not_watched");
  EXPECT_EQ(row("SELECT count(*) FROM settings"), "2");
}

TEST_F(InventoryStore, NewlyAskedSectionIsSilentAndOneGivenUpBeforeIsCompared) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10000));
  commit(RecordedPoll(id, at(1s)).fetched(4, {{"dingtalk/run/enabled", true}}));
  watch({watched(service::pipeline, "p1", 0b00100)}, at(60s));
  EXPECT_TRUE(commit(RecordedPoll(id, at(61s)).fetched(2, {{"email/run/enabled", true}})).events.empty());
  watch({watched(service::pipeline, "p1", 0b10100)}, at(120s));
  EXPECT_FALSE(commit(RecordedPoll(id, at(121s)).unchanged(2).fetched(4, {})).events.empty());
  EXPECT_EQ(row("SELECT channel, not_before FROM changes"), "dingtalk|2026-11-21T14:00:01.000Z");
}

TEST_F(InventoryStore, GivenUpSectionThatFailedGoesOnAsNotWatched) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b10100));
  commit(RecordedPoll(id, at(1s)).fetched(2, {}).fetched(4, {{"dingtalk/run/enabled", true}}));
  commit(RecordedPoll(id, at(31s)).unchanged(2).failed(4, FailureKind::server));
  watch({watched(service::pipeline, "p1", 0b00100)}, at(60s));
  EXPECT_EQ(rows("SELECT reason, from_at, to_at FROM gaps ORDER BY from_at"),
            (std::vector<std::string>{"server|2026-11-21T14:00:01.000Z|2026-11-21T14:01:00.000Z",
                                      "not_watched|2026-11-21T14:01:00.000Z|"}));
}

TEST_F(InventoryStore, HundredThousandResourcesTakeSeconds) {
  std::vector<WatchedResource> resources;
  for (int i = 0; i < 100'000; ++i) resources.push_back(watched(service::build, "id-" + std::to_string(i)));
  const auto started = SystemClock().steady();
  watch(resources);
  watch(resources, at(1s));
  EXPECT_LT(SystemClock().steady() - started, 60s);  // about 2 s on an idle machine without sanitizers
  EXPECT_EQ(row("SELECT count(*) FROM resource WHERE retired_ms IS NULL"), "100000");
}

}  // namespace
}  // namespace noticed
