#include "storage/listing_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Lines = std::vector<std::string>;

/// When a resource is no longer watched, and why.
class Unwatched : public DiscoveryTest {
 protected:
  std::string reason() const { return newest("$.unwatched.reason"); }
};

TEST_F(Unwatched, ByHandAndRemovedIsToldWithItsReason) {
  begin({{watched(service::build, "b1"), watched(service::build, "b2")}, {}, {}});
  const auto started = begin({{watched(service::build, "b2")}, {}, {}}, at(60s));
  ASSERT_EQ(started.events.size(), 1U);
  EXPECT_EQ(notified(), Lines{"noticed.resource.unwatched|warning|name-b1: no longer watched (removed from the "
                              "configuration)"});
  EXPECT_EQ(newest("$.unwatched"), R"({"reason":"config","detail":"the configuration no longer asks for it"})");
  EXPECT_EQ(newest("$.resource.id"), "b1");
  EXPECT_EQ(rows("SELECT sink FROM deliveries"), Lines{"ops"});
}

TEST_F(Unwatched, ByHandIsConfigEvenWhereRulesExcludeIt) {
  begin({{watched(service::build, "b1")}, {}, {}});
  auto rule = rule_for();
  rule.exclude = {"name-*"};
  begin({{}, {rule}, {}}, at(60s));
  EXPECT_EQ(reason(), "config");
}

TEST_F(Unwatched, DiscoveredWithoutRulesIsConfigAndWithThemFilter) {
  first_round({{"b1", "shop"}, {"b2", "payments"}});
  auto rule = rule_for();
  rule.exclude = {"shop"};
  begin({{}, {rule}, {}}, at(60s));
  EXPECT_EQ(notified(),
            Lines{"noticed.resource.unwatched|warning|shop: no longer watched (excluded by the configuration)"});
  EXPECT_EQ(reason(), "filter");
  begin({}, at(120s));
  EXPECT_EQ(notified().back(),
            "noticed.resource.unwatched|warning|payments: no longer watched (removed from the "
            "configuration)");
  EXPECT_EQ(row("SELECT count(*) FROM resources WHERE state = 'retired'"), "2");
}

TEST_F(Unwatched, StoredProjectNameDecidesAtAReload) {
  first_round({{"b1", "shop"}});
  auto rule = rule_for();
  rule.projects = {"Sho?"};
  EXPECT_EQ(begin({{}, {rule}, {}}, at(60s)).watched.size(), 1U);
  rule.projects = {"Bank"};
  EXPECT_TRUE(begin({{}, {rule}, {}}, at(120s)).watched.empty());
  EXPECT_EQ(reason(), "filter");
}

TEST_F(Unwatched, ReloadGivesDiscoveredOnesTheRulesInterval) {
  first_round({{"b1", "shop"}});
  auto rule = rule_for();
  rule.interval = 60s;
  rule.labels = {{"team", "core"}};
  const auto started = begin({{}, {rule}, {}}, at(60s));
  ASSERT_EQ(started.watched.size(), 1U);
  EXPECT_EQ(started.watched[0].interval, 60s);
  EXPECT_TRUE(started.events.empty());
  EXPECT_EQ(row("SELECT interval_s, labels FROM resources"), R"(60|{"team":"core"})");
}

TEST_F(Unwatched, DiscoveredOneBecomesOneByHandSilently) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  auto by_hand = watched(service::build, "b1");
  by_hand.info.name = by_hand.info.project_id = by_hand.info.project_name = "";
  const auto started = begin({{by_hand}, {rule_for()}, {}}, at(60s));
  ASSERT_EQ(started.watched.size(), 1U);
  EXPECT_EQ(started.watched[0].resource, id);
  EXPECT_FALSE(started.watched[0].discovered);
  EXPECT_TRUE(started.events.empty());
  EXPECT_EQ(row("SELECT name, project_id, project_name, interval_s, discovered FROM resources"), "shop|p1|Shop|300|0");
}

TEST_F(Unwatched, OneByHandThatARuleWantsBecomesDiscoveredSilently) {
  begin({{watched(service::build, "b1")}, {rule_for()}, {}});
  const auto started = begin({{}, {rule_for()}, {}}, at(60s));
  ASSERT_EQ(started.watched.size(), 1U);
  EXPECT_TRUE(started.watched[0].discovered);
  EXPECT_EQ(started.watched[0].interval, 600s);
  EXPECT_TRUE(started.events.empty());
  EXPECT_EQ(state("b1"), "name-b1|new|1");
}

TEST_F(Unwatched, OneByHandOfAnUnknownProjectLeaves) {
  auto by_hand = watched(service::build, "b1");
  by_hand.info.project_id = "";
  begin({{by_hand}, {rule_for()}, {}});
  EXPECT_TRUE(begin({{}, {rule_for()}, {}}, at(60s)).watched.empty());
  EXPECT_EQ(reason(), "config");
}

TEST_F(Unwatched, TwentyAreToldEachAndOneMoreMakesACrowd) {
  first_round(many("b", 20));
  EXPECT_EQ(begin({}, at(60s)).events.size(), 20U);
  begin({{}, {rule_for()}, {}}, at(100s));
  list(many("b", 21), at(101s));
  const auto events = begin({}, at(120s)).events;
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].summary, "prod: 21 build jobs no longer watched (removed from the configuration)");
  EXPECT_EQ(newest("$.unwatched.count") + " " + reason() + " " + newest("$.account") + " " + newest("$.service"),
            "21 config prod build");
  EXPECT_EQ(newest("$.unwatched.examples[9]"), "build/b0009 name-b0009");
  EXPECT_EQ(newest("$.resource"), "");
}

TEST_F(Unwatched, CrowdsAreCountedForEachServiceAndReason) {
  first_round(many("b", 21));
  list(many("r", 20), at(3s), service::repo);
  EXPECT_EQ(begin({}, at(60s)).events.size(), 21U);
}

TEST_F(Unwatched, OneRenamedIntoAnExclusionLeavesAtOnce) {
  auto rule = rule_for();
  rule.exclude = {"*-sandbox"};
  begin({{}, {rule}, {}});
  const auto id = list({{"b1", "shop"}}, at(1s)).added.front().resource;
  const auto result = list({{"b1", "shop-sandbox"}}, at(3600s));
  EXPECT_EQ(result.dropped, std::vector{id});
  EXPECT_TRUE(result.added.empty());
  EXPECT_EQ(notified(), (Lines{"noticed.resource.renamed|info|shop-sandbox: renamed from shop",
                               "noticed.resource.unwatched|warning|shop-sandbox: no longer watched (excluded by the "
                               "configuration)"}));
  EXPECT_EQ(reason(), "filter");
  EXPECT_EQ(state("b1"), "shop-sandbox|retired|1");
  EXPECT_FALSE(commit(RecordedPoll(id, at(3601s)).fetched(0, mail(true))).stored);
}

TEST_F(Unwatched, TwoMissesAndOwnFailureTakeItAway) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  fail(id, at(3s));
  EXPECT_TRUE(list({}, at(3600s)).dropped.empty());
  const auto result = list({}, at(7200s));
  EXPECT_EQ(result.dropped, std::vector{id});
  EXPECT_EQ(notified(), Lines{"noticed.resource.unwatched|warning|shop: no longer watched (no longer listed, cannot be "
                              "read)"});
  EXPECT_EQ(reason(), "listing");
}

TEST_F(Unwatched, ForbiddenIsAMatterOfPermission) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  fail(id, at(3s), FailureKind::forbidden);
  list({}, at(3600s));
  list({}, at(7200s));
  EXPECT_EQ(reason(), "permission");
}

TEST_F(Unwatched, PollsWithoutAnAnswerKeepWhatNoListingNames) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  int hour = 0;
  for (const auto kind : {FailureKind::network, FailureKind::timeout, FailureKind::tls, FailureKind::throttled}) {
    fail(id, at(++hour * 3600s), kind);
    EXPECT_TRUE(list({}, at(++hour * 3600s)).dropped.empty()) << to_text(kind);
  }
  fail(id, at(++hour * 3600s), FailureKind::missing);
  EXPECT_EQ(list({}, at(++hour * 3600s)).dropped, std::vector{id});
}

TEST_F(Unwatched, GoodPollsKeepWhatNoListingNames) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  commit(RecordedPoll(id, at(3s)).fetched(0, mail(true)));
  for (int hour = 1; hour < 6; ++hour) EXPECT_TRUE(list({}, at(hour * 3600s)).dropped.empty());
  EXPECT_EQ(state("b1"), "shop|ok|1");
  fail(id, at(6 * 3600s));
  EXPECT_EQ(list({}, at(7 * 3600s)).dropped, std::vector{id});
}

TEST_F(Unwatched, OneThatAnswersInPartStays) {
  first_round({});
  const auto id = list({{"p1", "release"}}, at(3s), service::pipeline).added.front().resource;
  commit(RecordedPoll(id, at(4s)).fetched(2, {{"email/run/enabled", true}}).failed(4, FailureKind::server));
  list({}, at(3600s), service::pipeline);
  EXPECT_TRUE(list({}, at(7200s), service::pipeline).dropped.empty());
}

TEST_F(Unwatched, ListedOnceMoreStartsTheCountAnew) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  fail(id, at(3s));
  list({}, at(3600s));
  list({{"b1", "shop"}}, at(7200s));
  EXPECT_TRUE(list({}, at(10'800s)).dropped.empty());
  EXPECT_FALSE(list({}, at(14'400s)).dropped.empty());
}

TEST_F(Unwatched, ReloadKeepsTheCount) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  fail(id, at(3s));
  list({}, at(3600s));
  auto rule = rule_for();
  rule.interval = 60s;
  begin({{}, {rule}, {}}, at(3601s));
  EXPECT_EQ(list({}, at(7200s)).dropped, std::vector{id});
}

TEST_F(Unwatched, ListedAgainItReturnsWithItsHistory) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  commit(RecordedPoll(id, at(3s)).fetched(0, mail(true)));
  fail(id, at(303s));
  list({}, at(3600s));
  list({}, at(7200s));
  const auto result = list({{"b1", "shop"}}, at(10'800s));
  ASSERT_EQ(result.added.size(), 1U);
  EXPECT_EQ(result.added[0].resource, id);
  EXPECT_EQ(result.added[0].sections, (SectionState{1, 1, 1, 0}));
  EXPECT_EQ(notified().back(), "noticed.resource.added|info|shop: listed again, watched again");
  EXPECT_EQ(newest("$.added"), R"({"returned":true})");
  EXPECT_FALSE(commit(RecordedPoll(id, at(10'801s)).fetched(0, mail(false))).events.empty());
  EXPECT_EQ(row("SELECT not_before FROM changes"), "2026-11-21T14:00:03.000Z");
}

TEST_F(Unwatched, OneThatIsBackAndNotPolledYetStays) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  commit(RecordedPoll(id, at(3s)).fetched(0, mail(true)));
  begin({}, at(60s));
  begin({{}, {rule_for()}, {}}, at(120s));
  EXPECT_EQ(list({{"b1", "shop"}}, at(121s)).added.front().sections.failing, 1);  // not watched until its next poll
  list({}, at(3600s));
  EXPECT_TRUE(list({}, at(7200s)).dropped.empty());
}

TEST_F(Unwatched, ProjectThatIsGoneCountsAsAnEmptyListing) {
  const auto build = first_round({{"b1", "shop"}}).front().resource;
  const auto repo = list({{"r1", "code"}}, at(3s), service::repo).added.front().resource;
  fail(build, at(4s));
  commit(RecordedPoll(repo, at(4s)).failed(1, FailureKind::forbidden).failed(2, FailureKind::forbidden));
  EXPECT_TRUE(projects({{"p2", "Bank"}}, at(3600s)).dropped.empty());
  const auto result = projects({{"p2", "Bank"}}, at(7200s));
  EXPECT_EQ(result.dropped, (std::vector{build, repo}));
  EXPECT_EQ(rows("SELECT json_extract(body, '$.data.unwatched.reason') FROM events"), (Lines{"listing", "permission"}));
}

TEST_F(Unwatched, ProjectRenamedIntoAnExclusionTakesItsResourcesAway) {
  auto rule = rule_for();
  rule.projects = {"Shop*"};
  begin({{}, {rule}, {}});
  const auto id = list({{"b1", "api"}}, at(1s)).added.front().resource;
  EXPECT_TRUE(projects({{"p1", "Shop 2"}}, at(2s)).dropped.empty());
  EXPECT_EQ(projects({{"p1", "Attic"}}, at(3s)).dropped, std::vector{id});
  EXPECT_EQ(reason(), "filter");
}

}  // namespace
}  // namespace noticed
