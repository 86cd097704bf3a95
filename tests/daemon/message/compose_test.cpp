#include "daemon/message/compose.h"

#include "daemon/message/message_fixture.h"
#include "daemon/message/plain_text.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class ComposeTest : public MessageTest {
 protected:
  DueDelivery repo_event(const std::string& name) {
    return changed(resource(service::repo, name, name), {{"email/" + name + "/enabled", true}}, {});
  }
  std::vector<DueDelivery> repo_events(int count) {
    std::vector<DueDelivery> events;
    for (int i = 0; i < count; ++i) events.push_back(repo_event("r" + std::to_string(i)));
    return events;
  }
  std::string footer(const std::vector<DueDelivery>& events) {
    return plain_text(compose(events, surroundings_).footer);
  }
};

TEST_F(ComposeTest, EightBlocksThenAllTheirFacts) {
  const MessageContent message = compose(repo_events(8), surroundings_);
  ASSERT_EQ(message.blocks.size(), 8U);
  EXPECT_FALSE(message.blocks[0].facts.empty());
  EXPECT_TRUE(message.notes.empty());
}

TEST_F(ComposeTest, NineBlocksThenADigestThatSaysSo) {
  const MessageContent message = compose(repo_events(9), surroundings_);
  ASSERT_EQ(message.blocks.size(), 9U);
  EXPECT_TRUE(message.blocks[8].facts.empty());
  EXPECT_EQ(plain_text(message.blocks[8].reference), "");
  ASSERT_EQ(message.notes.size(), 1U);
  EXPECT_EQ(plain_text(message.notes[0]), "Details: `noticed explain N`");
}

TEST_F(ComposeTest, SeveralThenTheHighestSeverityAndACount) {
  const Settings on{{"email/buildJobFail/enabled", true}};
  const MessageContent mixed = compose(std::vector{repo_event("a"), changed(resource(), on, {})}, surroundings_);
  EXPECT_EQ(mixed.title, "2 changes, 1 of them critical");
  EXPECT_EQ(mixed.severity, Severity::critical);
  const MessageContent events = compose(std::vector{repo_event("a"), told(ResourceAdded{resource()})}, surroundings_);
  EXPECT_EQ(events.title, "2 events");
  EXPECT_EQ(events.severity, Severity::warning);
}

TEST_F(ComposeTest, KeywordThenInTheFooterUnlessTheTitleHasIt) {
  EXPECT_EQ(footer({repo_event("a")}), "noticed · watcher-1 · prod");
  surroundings_.keyword = "alert";
  EXPECT_EQ(footer({repo_event("a")}), "noticed · watcher-1 · prod · alert");
  EXPECT_EQ(footer({repo_event("alerts")}), "noticed · watcher-1 · prod");
  surroundings_.keyword = "noticed";
  EXPECT_EQ(footer({repo_event("a")}), "noticed · watcher-1 · prod");
}

TEST_F(ComposeTest, SeveralAccountsThenAllInTheFooter) {
  ResourceInfo other = resource();
  other.account = "test";
  EXPECT_EQ(footer({repo_event("a"), told(ResourceAdded{other})}), "noticed · watcher-1 · prod · test");
}

TEST_F(ComposeTest, SomeSentAgainThenTheNoteCounts) {
  auto events = repo_events(2);
  events[1].replayed = true;
  const MessageContent message = compose(events, surroundings_);
  ASSERT_EQ(message.notes.size(), 1U);
  EXPECT_EQ(plain_text(message.notes[0]), "1 of these was sent again because somebody requested it");
}

TEST_F(ComposeTest, HostileSurroundingsThenClean) {
  surroundings_.delay = {now_, now_, "a\nb\u202E"};
  const std::string note = plain_text(compose(repo_events(1), surroundings_).notes.at(0));
  EXPECT_TRUE(note.ends_with(": a b")) << note;
}

TEST_F(ComposeTest, UnknownTypeThenItsSummary) {
  surroundings_.language = Language::zh;
  const MessageContent message =
      compose(std::vector{raw("noticed.moon.full", Severity::info, "the moon is full", {})}, surroundings_);
  EXPECT_EQ(message.title, "the moon is full");
}

TEST_F(ComposeTest, SameEventsTwiceThenTheSameMessage) {
  const auto events = repo_events(3);
  EXPECT_EQ(compose(events, surroundings_), compose(events, surroundings_));
}

TEST_F(ComposeTest, ProjectSettingsDecideThenNeverNobody) {
  const Settings before{{"email/*/source", "repo"}, {"email/mr.open/enabled", true}, {"system/mr.open/enabled", true}};
  Settings after = before;
  after["email/*/source"] = "product";
  const std::string text =
      plain_text(compose(std::vector{changed(resource(service::repo), before, after)}, surroundings_).blocks.at(0));
  EXPECT_EQ(text.find("nobody"), std::string::npos) << text;
  EXPECT_NE(text.find("in-app inbox, perhaps others. Project-level settings are not visible to noticed."),
            std::string::npos)
      << text;
}

TEST_F(ComposeTest, TwoMutedAtOnceThenOnlyTheLastIsMarked) {
  const Settings before{{"email/buildJobFail/enabled", true}, {"feishu/buildJobFail/enabled", true}};
  const MessageContent message = compose(std::vector{changed(resource(), before, {})}, surroundings_);
  const auto& lines = message.blocks.at(0).facts.at(0).lines;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(plain_text(lines[0]), "email for \"build failed\" on → **not set**");
  EXPECT_EQ(plain_text(lines[1]), "Feishu for \"build failed\" on → **not set** (the last one)");
}

TEST_F(ComposeTest, LongValueThenItsMiddleIsLeftOut) {
  const Settings before{{"feishu/*/webhook.content", std::string(200, 'x')}};
  std::string shortened = "Feishu, message content: " + std::string(60, 'x');
  shortened.append("…").append(59, 'x').append(" → **not set**");
  EXPECT_EQ(
      plain_text(
          compose(std::vector{changed(resource(), before, {})}, surroundings_).blocks.at(0).facts.at(0).lines.at(0)),
      shortened);
}

TEST_F(ComposeTest, CheckTaskThenTheTenantLevelIsHiddenToo) {
  const Settings before{{"email/codeGateFailed/enabled", true}};
  const MessageContent message = compose(std::vector{changed(resource(service::check), before, {})}, surroundings_);
  EXPECT_EQ(plain_text(message.blocks.at(0).facts.at(2).lines.at(0)),
            "no visible channel. Project-level and tenant-level settings are not visible to noticed.");
}

TEST_F(ComposeTest, EventOfAnOlderVersionThenItsTitleIsMadeFromItsFacts) {
  DueDelivery old = changed(resource(), {{"email/buildJobFail/enabled", true}}, {});
  nlohmann::json body = nlohmann::json::parse(old.body);
  body["data"]["summary"] = "payments-api: failed builds no longer alert anyone";
  old.body = body.dump();
  EXPECT_EQ(compose(std::vector{old}, surroundings_).title,
            "payments-api: no visible notification left for failed builds");
}

TEST_F(ComposeTest, InboxSwitchedOffThenNotMarkedAsTheLastOne) {
  const Settings before{{"system/buildJobFail/enabled", true}};
  const MessageContent message = compose(std::vector{changed(resource(), before, {})}, surroundings_);
  EXPECT_EQ(plain_text(message.blocks.at(0).facts.at(0).lines.at(0)),
            "in-app inbox for \"build failed\" on → **not set**");
}

}  // namespace
}  // namespace noticed
