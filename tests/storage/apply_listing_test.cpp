#include "storage/listing_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Lines = std::vector<std::string>;
using Found = DiscoveryTest;

TEST_F(Found, FirstRoundIsSilentAndWatched) {
  const auto found = first_round({{"b2", "payments"}, {"b1", "shop"}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].id, "b1");
  EXPECT_EQ(found[0].account, "prod");
  EXPECT_EQ(found[0].service, service::build);
  EXPECT_EQ(found[0].project_id, "p1");
  EXPECT_EQ(found[0].interval, 600s);
  EXPECT_EQ(found[0].wanted, 1);
  EXPECT_TRUE(found[0].discovered);
  EXPECT_FALSE(found[0].times.at(0).next_due);
  EXPECT_EQ(rows("SELECT account, region, service, external_id, name, project_id, project_name, labels, interval_s, "
                 "state, discovered FROM resources ORDER BY external_id"),
            (Lines{R"(prod|ap-southeast-3|build|b1|shop|p1|Shop|{"found":"yes"}|600|new|1)",
                   R"(prod|ap-southeast-3|build|b2|payments|p1|Shop|{"found":"yes"}|600|new|1)"}));
  EXPECT_EQ(notified(), Lines{});
}

TEST_F(Found, NewOneAfterACompleteRoundIsTold) {
  first_round({{"b1", "shop"}});
  const auto result = list({{"b1", "shop"}, {"b2", "payments"}}, at(3600s));
  ASSERT_EQ(result.added.size(), 1U);
  ASSERT_EQ(result.events.size(), 1U);
  EXPECT_EQ(notified(), Lines{"noticed.resource.added|info|payments: new, now watched"});
  EXPECT_EQ(newest("$.added"), R"({"returned":false})");
  EXPECT_EQ(newest("$.resource.project_id"), "p1");
  EXPECT_EQ(rows("SELECT sink FROM deliveries"), Lines{"ops"});
}

TEST_F(Found, IncompleteRoundsKeepTheFirstOneOpen) {
  begin({{}, {rule_for()}, {}});
  list({{"b1", "shop"}}, at(1s));
  store_->end_round("prod", false, "build: HTTP 503", at(2s));
  EXPECT_EQ(list({{"b1", "shop"}, {"b2", "payments"}}, at(3600s)).added.size(), 1U);
  EXPECT_EQ(notified(), Lines{});
}

TEST_F(Found, ServiceThatIsNewlyWantedIsSilentAtFirst) {
  auto builds = rule_for();
  builds.sections = {1, 0, 0, 0};
  begin({{}, {builds}, {}});
  projects({{"p1", "Shop"}}, at(1s));
  list({{"b1", "shop"}}, at(1s));
  round(at(2s));
  begin({{}, {rule_for()}, {}}, at(100s));
  EXPECT_EQ(list({{"r1", "code"}}, at(101s), service::repo).added.size(), 1U);
  EXPECT_EQ(notified(), Lines{});
  list({{"r1", "code"}, {"r2", "more"}}, at(3600s), service::repo);
  EXPECT_EQ(notified(), Lines{"noticed.resource.added|info|more: new, now watched"});
}

TEST_F(Found, ProjectCreatedLaterIsTold) {
  first_round({{"b1", "shop"}});
  projects({{"p1", "Shop"}, {"p2", "Bank"}}, at(3600s));
  list({{"b9", "ledger"}}, at(3601s), service::build, {"p2", "Bank"});
  EXPECT_EQ(notified(), Lines{"noticed.resource.added|info|ledger: new, now watched"});
}

TEST_F(Found, TwentyAreToldEachAndOneMoreMakesACrowd) {
  first_round({});
  list(many("a", 20), at(3600s));
  EXPECT_EQ(notified().size(), 20U);
  projects({{"p1", "Shop"}, {"p2", "Bank"}}, at(3601s));
  const auto result = list(many("b", 21), at(3602s), service::build, {"p2", "Bank"});
  EXPECT_EQ(result.added.size(), 21U);
  ASSERT_EQ(result.events.size(), 1U);
  EXPECT_EQ(notified().back(), "noticed.resource.added|info|prod: 21 build jobs added, now watched");
  EXPECT_EQ(newest("$.account") + " " + newest("$.service") + " " + newest("$.resource"), "prod build ");
  EXPECT_EQ(newest("$.added.count") + " " + newest("$.added.returned"), "21 0");
  EXPECT_EQ(row("SELECT json_array_length(body, '$.data.added.examples') FROM events ORDER BY seq DESC LIMIT 1"), "10");
  EXPECT_EQ(newest("$.added.examples[0]"), "build/b0000 name-b0000");
}

TEST_F(Found, RulesChooseServiceProjectAndName) {
  auto rule = rule_for();
  rule.projects = {"Shop*"};
  rule.include = {"pay*", "shop"};
  rule.exclude = {"*-sandbox"};
  rule.sections[2] = 0;
  begin({{}, {rule}, {}});
  list({{"b1", "payments"}, {"b2", "pay-sandbox"}, {"b3", "other"}}, at(1s));
  list({{"b4", "payments"}}, at(1s), service::build, {"p2", "Bank"});
  list({{"c1", "payments"}}, at(1s), service::check);
  EXPECT_EQ(rows("SELECT external_id FROM resources"), Lines{"b1"});
}

TEST_F(Found, FirstMatchingRuleCounts) {
  auto payments = rule_for();
  payments.include = {"payments*"};
  payments.interval = 60s;
  payments.labels = {{"team", "payments"}};
  begin({{}, {payments, rule_for()}, {}});
  list({{"b1", "payments-api"}, {"b2", "shop"}}, at(1s));
  EXPECT_EQ(rows("SELECT interval_s, labels FROM resources ORDER BY external_id"),
            (Lines{R"(60|{"team":"payments"})", R"(600|{"found":"yes"})"}));
}

TEST_F(Found, RenamedOneIsToldAndKeepsItsRow) {
  const auto before = first_round({{"b1", "shop"}}).front().resource;
  const auto result = list({{"b1", "store"}}, at(3600s));
  EXPECT_TRUE(result.added.empty());
  EXPECT_EQ(notified(), Lines{"noticed.resource.renamed|info|store: renamed from shop"});
  EXPECT_EQ(newest("$.renamed"), R"({"from":"shop","to":"store"})");
  EXPECT_EQ(row("SELECT id, name FROM resources"), std::to_string(before) + "|store");
}

TEST_F(Found, EmptyNamesAreNoNames) {
  first_round({{"b1", "shop"}, {"b2", ""}});
  list({{"b1", ""}, {"b2", "payments"}}, at(3600s), service::build, {"p1", ""});
  EXPECT_EQ(rows("SELECT name, project_name FROM resources ORDER BY external_id"),
            (Lines{"shop|Shop", "payments|Shop"}));
  EXPECT_EQ(notified(), Lines{});
}

TEST_F(Found, ProjectsNewNameIsTakenSilently) {
  first_round({{"b1", "shop"}});
  list({{"b1", "shop"}}, at(3600s), service::build, {"p1", "Store"});
  EXPECT_EQ(row("SELECT project_name FROM resources"), "Store");
  EXPECT_EQ(notified(), Lines{});
}

TEST_F(Found, RenameThatAnotherRuleWantsIsPolledOtherwise) {
  auto payments = rule_for();
  payments.include = {"payments*"};
  payments.interval = 60s;
  begin({{}, {payments, rule_for()}, {}});
  const auto id = list({{"b1", "shop"}}, at(1s)).added.front().resource;
  const auto result = list({{"b1", "payments"}}, at(2s));
  EXPECT_EQ(result.dropped, std::vector{id});
  ASSERT_EQ(result.added.size(), 1U);
  EXPECT_EQ(result.added[0].interval, 60s);
  EXPECT_EQ(notified(), Lines{"noticed.resource.renamed|info|payments: renamed from shop"});
}

TEST_F(Found, OneThatMovedIsPolledInItsNewProject) {
  const auto id = first_round({{"b1", "shop"}}).front().resource;
  const auto result = list({{"b1", "shop"}}, at(3600s), service::build, {"p2", "Bank"});
  EXPECT_EQ(result.dropped, std::vector{id});
  ASSERT_EQ(result.added.size(), 1U);
  EXPECT_EQ(result.added[0].project_id, "p2");
  EXPECT_TRUE(result.events.empty());
  list({}, at(3601s));  // not missing in its old project
  EXPECT_EQ(row("SELECT project_id, misses FROM resource"), "p2|0");
}

TEST_F(Found, WhatIsWatchedByHandIsNeverTouched) {
  auto by_hand = watched(service::build, "b1");
  by_hand.info.project_id = "";
  begin({{by_hand}, {rule_for()}, {}});
  const auto before = row("SELECT * FROM resource");
  list({{"b1", "other"}}, at(1s));
  list({}, at(2s));
  list({}, at(3s));
  EXPECT_EQ(row("SELECT * FROM resource"), before);
}

TEST_F(Found, AccountWithoutRulesIsLeftAlone) {
  begin({{watched(service::build, "b1")}, {}, {}});
  EXPECT_TRUE(list({{"b2", "shop"}}, at(1s)).added.empty());
  EXPECT_TRUE(projects({}, at(2s)).dropped.empty());
  round(at(3s));
  EXPECT_EQ(row("SELECT count(*) FROM resources"), "1");
  EXPECT_TRUE(History(db_).discovery().empty());
}

TEST_F(Found, DiscoveredOneIsKeptAcrossARestart) {
  const auto found = first_round({{"b1", "shop"}}).front();
  commit(RecordedPoll(found.resource, at(3s)).fetched(0, mail(true)));
  restart(at(10s), at(60s));
  const auto started = begin({{}, {rule_for()}, {}}, at(60s));
  ASSERT_EQ(started.watched.size(), 1U);
  EXPECT_EQ(started.watched[0].resource, found.resource);
  EXPECT_EQ(started.watched[0].id, "b1");
  EXPECT_TRUE(started.watched[0].discovered);
  EXPECT_EQ(started.watched[0].times.at(0).confirmed, at(3s));
  EXPECT_EQ(list({{"b1", "shop"}, {"b2", "new"}}, at(61s)).events.size(), 1U);  // the first round was before
}

TEST_F(Found, UnchangedRowsAreNotWritten) {
  const Rows rows = many("b", 10'000);
  first_round(rows);
  SQLite::Database(db_.string(), SQLite::OPEN_READWRITE)
      .exec(
          "CREATE TABLE touched (x); CREATE TRIGGER t AFTER UPDATE ON resource BEGIN INSERT INTO touched VALUES (1); "
          "END");
  const auto started = SystemClock().steady();
  const auto result = list(rows, at(3600s));
  EXPECT_LT(SystemClock().steady() - started, 5s);  // some 30 ms on an idle machine, optimised
  EXPECT_TRUE(result.added.empty());
  EXPECT_EQ(row("SELECT count(*) FROM touched"), "0");
  list(many("b", 9'999), at(3700s));
  EXPECT_EQ(row("SELECT count(*) FROM touched"), "1");
}

TEST_F(Found, RoundsAreOnRecord) {
  begin({{}, {rule_for()}, {}});
  auto rows = History(db_).discovery();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].account, "prod");
  EXPECT_FALSE(rows[0].last_round);
  list(many("b", 3), at(1s));
  store_->end_round("prod", false, "repo: HTTP 503", at(2s));
  rows = History(db_).discovery();
  EXPECT_EQ(rows[0].last_round, at(2s));
  EXPECT_EQ(rows[0].trouble, "repo: HTTP 503");
  EXPECT_EQ(rows[0].resources, 3);
  round(at(3s));
  EXPECT_EQ(History(db_).discovery()[0].trouble, "");
  begin({}, at(4s));
  EXPECT_TRUE(History(db_).discovery().empty());
}

}  // namespace
}  // namespace noticed
