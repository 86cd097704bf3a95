#include "storage/listing_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Lines = std::vector<std::string>;

const OutageKey kNetwork{OutageScope::network, {}, {}};
const OutageKey kAccount{OutageScope::account, "prod", {}};
const OutageKey kBuild{OutageScope::service, "prod", service::build};

Outage outage(const OutageKey& key) { return {key, at(60s), FailureKind::server, "HTTP 503", 420, 412}; }

class OutageEvents : public DiscoveryTest {
 protected:
  OutageEvents() { begin({{watched(service::build, "b1")}, {}, {}}); }
};

TEST_F(OutageEvents, ServiceIsToldWithItsExtent) {
  const auto event = store_->begin_outage(outage(kBuild), at(90s));
  ASSERT_TRUE(event);
  EXPECT_EQ(notified(),
            Lines{"noticed.service.unreachable|warning|prod: 412 of 420 build jobs fail with the same error: "
                  "server error (HTTP 503)"});
  EXPECT_EQ(event->body, row("SELECT body FROM events"));
  EXPECT_EQ(row("SELECT at, json_extract(body, '$.source'), json_extract(body, '$.subject') FROM events"),
            "2026-11-21T14:01:30.000Z|urn:noticed:watcher:prod|build");
  EXPECT_EQ(newest("$.account") + " " + newest("$.service") + " " + newest("$.resource"), "prod build ");
  EXPECT_EQ(newest("$.outage"), R"({"since":"2026-11-21T14:01:00.000Z","kind":"server","detail":"HTTP 503",)"
                                R"("resources":420,"failing":412})");
  EXPECT_EQ(row("SELECT sink, state FROM deliveries"), "ops|pending");
}

TEST_F(OutageEvents, EndIsToldWithItsLength) {
  store_->begin_outage(outage(kBuild), at(90s));
  ASSERT_TRUE(store_->end_outage(kBuild, at(300s)));
  EXPECT_EQ(notified().back(), "noticed.service.recovered|info|prod: build jobs can be read again");
  EXPECT_EQ(newest("$.outage"), R"({"since":"2026-11-21T14:01:00.000Z","until":"2026-11-21T14:05:00.000Z"})");
}

TEST_F(OutageEvents, AccountAndNetworkAreCritical) {
  store_->begin_outage(outage(kAccount), at(90s));
  store_->begin_outage(outage(kNetwork), at(91s));
  store_->end_outage(kNetwork, at(92s));
  store_->end_outage(kAccount, at(93s));
  EXPECT_EQ(notified(), (Lines{"noticed.account.rejected|critical|prod: sign-in rejected: HTTP 503",
                               "noticed.network.lost|critical|Network lost: no host answers (HTTP 503)",
                               "noticed.network.restored|info|Network restored",
                               "noticed.account.restored|info|prod: sign-in accepted again"}));
  EXPECT_EQ(rows("SELECT json_extract(body, '$.source'), json_extract(body, '$.data.account') FROM events "
                 "ORDER BY seq LIMIT 2"),
            (Lines{"urn:noticed:watcher:prod|prod", "urn:noticed:watcher|"}));
}

TEST_F(OutageEvents, WhatIsNotLookedAtIsToldAndKeptUntilItIsAgain) {
  const OutageKey stale{OutageScope::observation, "prod", service::build};
  Outage found = outage(stale);
  found.detail = "build.example.com refuses requests (HTTP 503)";
  ASSERT_TRUE(store_->begin_outage(found, at(90s)));
  EXPECT_FALSE(store_->begin_outage(found, at(91s)));
  EXPECT_EQ(newest("$.observation"), R"x({"since":"2026-11-21T14:01:00.000Z","detail":"build.example.com refuses )x"
                                     R"x(requests (HTTP 503)","resources":420,"stale":412})x");
  const auto started = begin({{watched(service::build, "b1")}, {}, {}});
  ASSERT_EQ(started.outages.size(), 1U);
  EXPECT_EQ(started.outages[0].key, stale);
  EXPECT_TRUE(store_->end_outage(stale, at(300s)));
  EXPECT_EQ(newest("$.observation"), R"({"since":"2026-11-21T14:01:00.000Z","until":"2026-11-21T14:05:00.000Z"})");
  EXPECT_EQ(notified(), (Lines{"noticed.observation.stale|warning|prod: 412 of 420 build jobs not polled in time: "
                               "build.example.com refuses requests (HTTP 503)",
                               "noticed.observation.recovered|info|prod: all build jobs are polled in time again"}));
}

TEST_F(OutageEvents, OutageOnRecordIsNotToldAgain) {
  store_->begin_outage(outage(kBuild), at(90s));
  EXPECT_FALSE(store_->begin_outage(outage(kBuild), at(91s)));
  EXPECT_TRUE(store_->begin_outage(outage({OutageScope::service, "prod", service::repo}), at(92s)));
  store_->end_outage(kBuild, at(93s));
  EXPECT_FALSE(store_->end_outage(kBuild, at(94s)));
  EXPECT_FALSE(store_->end_outage(kNetwork, at(95s)));
  EXPECT_EQ(notified().size(), 3U);
}

TEST_F(OutageEvents, OpenOnesSurviveARestart) {
  store_->begin_outage(outage(kBuild), at(90s));
  store_->begin_outage(outage(kNetwork), at(91s));
  restart(at(100s), at(200s));
  const auto open = begin({{watched(service::build, "b1")}, {}, {}}, at(200s)).outages;
  ASSERT_EQ(open.size(), 2U);
  EXPECT_EQ(open[0].key, kNetwork);
  EXPECT_EQ(open[1].key, kBuild);
  EXPECT_EQ(open[1].since, at(60s));
  EXPECT_EQ(open[1].kind, FailureKind::server);
  EXPECT_EQ(open[1].detail, "HTTP 503");
  EXPECT_EQ(open[1].resources, 420);
  EXPECT_EQ(open[1].failing, 412);
  EXPECT_EQ(History(db_).outages().size(), 2U);
}

TEST_F(OutageEvents, OutageOfWhatIsNoLongerWatchedIsForgottenSilently) {
  for (const auto& key : {kBuild, kAccount, kNetwork}) store_->begin_outage(outage(key), at(90s));
  EXPECT_EQ(begin({{watched(service::repo, "r1", 0b110)}, {}, {}}, at(100s)).outages.size(), 2U);
  const auto open = begin({}, at(200s)).outages;
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].key, kNetwork);
  EXPECT_EQ(row("SELECT count(*) FROM events WHERE type LIKE '%recovered' OR type LIKE '%restored'"), "0");
  EXPECT_FALSE(store_->end_outage(kBuild, at(300s)));
}

TEST_F(OutageEvents, OutageOfAServiceThatARuleWantsIsKept) {
  store_->begin_outage(outage(kBuild), at(90s));
  EXPECT_EQ(begin({{}, {rule_for()}, {}}, at(100s)).outages.size(), 1U);
}

TEST_F(OutageEvents, SinkOfAnotherAccountOrServiceIsNotTold) {
  Policy policy = plain_policy();
  policy.routes[0].accounts = {"staging"};
  policy.routes[1] = {};
  policy.routes[1].sink = "repos";
  policy.routes[1].services = {"repo"};
  begin({{watched(service::build, "b1")}, {}, {}}, at(80s), policy);
  store_->begin_outage(outage(kBuild), at(90s));
  EXPECT_EQ(row("SELECT count(*) FROM deliveries"), "0");
  store_->begin_outage(outage(kAccount), at(91s));  // concerns repositories, too
  EXPECT_EQ(rows("SELECT sink FROM deliveries"), Lines{"repos"});
  store_->begin_outage(outage(kNetwork), at(92s));
  EXPECT_EQ(rows("SELECT sink FROM deliveries ORDER BY sink"), (Lines{"ops", "repos", "repos"}));
}

}  // namespace
}  // namespace noticed
