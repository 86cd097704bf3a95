#include "storage/listing_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Lines = std::vector<std::string>;
using Facts = std::map<std::string, std::string>;

class ConfigFacts : public DiscoveryTest {
 protected:
  std::vector<Event> with(const Facts& facts, TimePoint now = at(0ms)) { return begin({{}, {}, facts}, now).events; }
};

TEST_F(ConfigFacts, FirstGenerationIsSilent) {
  EXPECT_TRUE(with({{"polling.interval", "5m"}}).empty());
  EXPECT_TRUE(with({{"polling.interval", "5m"}}, at(1s)).empty());
}

TEST_F(ConfigFacts, DifferencesAreOneEvent) {
  with({{"account.prod.region", "ap-southeast-3"}, {"polling.interval", "5m"}, {"sink.old.type", "slack"}});
  const auto events = with(
      {{"account.prod.region", "ap-southeast-3"}, {"polling.interval", "1m"}, {"sink.ops.type", "feishu"}}, at(60s));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(notified(), Lines{"noticed.config.changed|info|Configuration changed: polling.interval 5m → 1m, and 2 "
                              "more"});
  EXPECT_EQ(newest("$.config"),
            R"({"added":{"sink.ops.type":"feishu"},"removed":{"sink.old.type":"slack"},)"
            R"("changed":{"polling.interval":{"old":"5m","new":"1m"}},"count":{"added":1,"removed":1,"changed":1}})");
  EXPECT_EQ(row("SELECT json_extract(body, '$.source') FROM events"), "urn:noticed:watcher");
}

TEST_F(ConfigFacts, ChangeMadeWhileStoppedIsToldAtTheStart) {
  with({{"polling.interval", "5m"}});
  restart(at(10s), at(60s));
  with({{"polling.interval", "1m"}}, at(60s));
  EXPECT_EQ(notified(), Lines{"noticed.config.changed|info|Configuration changed: polling.interval 5m → 1m"});
}

TEST_F(ConfigFacts, OneAddedOrRemovedIsNamed) {
  with({{"a", "1"}});
  with({{"a", "1"}, {"b", "2"}}, at(1s));
  with({{"b", "2"}}, at(2s));
  EXPECT_EQ(notified(), (Lines{"noticed.config.changed|info|Configuration changed: b added",
                               "noticed.config.changed|info|Configuration changed: a removed"}));
}

TEST_F(ConfigFacts, FiftyAreNamedAndAllAreCounted) {
  Facts facts{{"a", "1"}};
  with(facts);
  for (int i = 0; i < 60; ++i) facts.emplace("b" + std::to_string(100 + i), "x");
  with(facts, at(1s));
  EXPECT_EQ(row("SELECT count(*), max(key) FROM events, json_each(body, '$.data.config.added')"), "50|b149");
  EXPECT_EQ(newest("$.config.count.added"), "60");
}

TEST_F(ConfigFacts, LongValuesStayOutOfTheSummary) {
  with({{"discover.exclude", "x"}});
  with({{"discover.exclude", std::string(100, 'y')}}, at(1s));
  EXPECT_EQ(notified(), Lines{"noticed.config.changed|info|Configuration changed: discover.exclude changed"});
}

TEST_F(ConfigFacts, GenerationWithoutFactsComparesNothing) {
  with({{"polling.interval", "5m"}});
  EXPECT_TRUE(with({}, at(1s)).empty());
  EXPECT_EQ(with({{"polling.interval", "1m"}}, at(2s)).size(), 1U);
}

TEST_F(ConfigFacts, ConfigurationComesBeforeWhatCameOfIt) {
  begin({{watched(service::build, "b1"), watched(service::build, "b2")}, {}, {{"resources", "2"}}});
  auto renamed = watched(service::build, "b2");
  renamed.info.name = "payments";
  begin({{renamed}, {}, {{"resources", "1"}}}, at(60s));
  EXPECT_EQ(rows("SELECT type FROM events ORDER BY seq"),
            (Lines{"noticed.config.changed", "noticed.resource.renamed", "noticed.resource.unwatched"}));
}

}  // namespace
}  // namespace noticed
