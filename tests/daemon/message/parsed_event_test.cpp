#include "storage/model/wording/parsed_event.h"

#include <random>

#include "daemon/message/message_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class ToldTest : public MessageTest {
 protected:
  DueDelivery event() {
    return changed(resource(), {{"email/buildJobFail/enabled", true}}, {{"email/buildJobFail/enabled", false}});
  }
  const Outage outage_{{OutageScope::service, "prod", service::repo}, now_, FailureKind::server, "HTTP 503", 9, 8};
};

TEST_F(ToldTest, OwnBodyThenItsValues) {
  const ParsedEvent told = parse_event(event());
  EXPECT_EQ(told.seq, 1842);
  EXPECT_EQ(told.type, "settings.changed");
  EXPECT_EQ(told.severity, Severity::critical);
  EXPECT_EQ(told.summary, "payments-api: no visible notification left for failed builds");
  EXPECT_EQ(told.host, "watcher-1");
  EXPECT_EQ(told.account, "prod");
  EXPECT_EQ(told.service, "build");
  ASSERT_TRUE(told.resource);
  EXPECT_EQ(told.resource->project_name, "Shop");
  EXPECT_EQ(told.window, std::pair(now_ - std::chrono::minutes(5), now_));
  ASSERT_EQ(told.changes.size(), 1U);
  EXPECT_EQ(told.changes[0].path, (Path{"email", "buildJobFail", "enabled"}));
  EXPECT_EQ(told.changes[0].before, Value{true});
  EXPECT_EQ(told.changes[0].effect, "muted");
  ASSERT_EQ(told.coverage.size(), 1U);
  EXPECT_EQ(told.coverage[0].was, (std::vector<std::string>{"email"}));
  EXPECT_EQ(told.coverage[0].covered, Covered::no);
}

TEST_F(ToldTest, EventOfAnAccountThenItsAccountAndService) {
  const ParsedEvent begun = parse_event(told(OutageBegun{outage_}));
  EXPECT_EQ(begun.account, "prod");
  EXPECT_EQ(begun.service, "repo");
  EXPECT_FALSE(begun.resource);
}

TEST_F(ToldTest, BodyThatIsNoJsonThenTheTypeSpeaks) {
  DueDelivery broken = event();
  broken.body = "{\"data\":";
  EXPECT_EQ(parse_event(broken).summary, "noticed.settings.changed");
  EXPECT_EQ(parse_event(broken).severity, Severity::critical);
}

TEST_F(ToldTest, HostileNamesThenClean) {
  ResourceInfo hostile = resource();
  hostile.name = "a\u202Eb\nc";
  const ParsedEvent told = parse_event(changed(hostile, {{"email/x/enabled", true}}, {}));
  EXPECT_EQ(told.resource->name, "ab c");
  EXPECT_EQ(told.summary, "ab c: email for \"x\" switched off");
}

/// Replaces members anywhere in a body by values of other types.
void spoil(nlohmann::json& json, std::mt19937& random) {
  const nlohmann::json others[]{nullptr, 7, -1.5, "x", true, nlohmann::json::array({1, "x"}), {{"seq", "x"}}};
  if (random() % 8 == 0) {
    json = others[random() % std::size(others)];
    return;
  }
  if (json.is_structured())
    for (auto& item : json) spoil(item, random);
}

TEST_F(ToldTest, AnySpoiledBodyThenStillAMessage) {
  std::mt19937 random(20'261'121);
  const std::vector<DueDelivery> events{event(), told(OutageBegun{outage_}), told(ResourceRenamed{resource(), "old"}),
                                        told(Posture{9, 8, 1, 7, 2, 1, {"x"}, "3:ab"})};
  for (int round = 0; round < 200; ++round) {
    surroundings_.language = round % 2 == 0 ? Language::en : Language::zh;
    for (DueDelivery spoiled : events) {
      nlohmann::json body = nlohmann::json::parse(spoiled.body);
      spoil(body, random);
      spoiled.body = round % 10 == 9 ? body.dump().substr(0, random() % 400) : body.dump();
      const MessageContent message = compose({&spoiled, 1}, surroundings_);
      ASSERT_EQ(message.blocks.size(), 1U);
      EXPECT_FALSE(message.title.empty()) << spoiled.body;
    }
  }
}

}  // namespace
}  // namespace noticed
