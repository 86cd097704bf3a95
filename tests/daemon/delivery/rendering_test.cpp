// Random events rendered for every chat: the messages list each event exactly once, and every message fits.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <regex>
#include <set>

#include "daemon/sinks/sink.h"
#include "storage/model/notice.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using nlohmann::json;
using Random = std::mt19937;

std::size_t below(Random& random, std::size_t most) { return random() % most; }

/// Names as people, bots and attackers choose them.
std::string random_name(Random& random) {
  static const std::vector<std::string> kPieces{"payments",
                                                "api",
                                                "支付",
                                                "网关",
                                                "<!channel>",
                                                "@all",
                                                "*",
                                                "_",
                                                "`",
                                                "|",
                                                "]("
                                                "https://evil.example)",
                                                "<at id=all></at>",
                                                "#",
                                                "\\",
                                                "\n",
                                                "\xE2\x80\xAE",
                                                "é",
                                                "🚀",
                                                "&lt;",
                                                "\xFF\xFE",
                                                "#12345",
                                                "~~",
                                                " "};
  std::string name;
  const std::size_t pieces = 1 + below(random, below(random, 40) == 0 ? 300 : 6);
  for (std::size_t i = 0; i < pieces; ++i) name += kPieces[below(random, kPieces.size())];
  // A name that contains what looks like an event's number would mislead the test.
  return std::regex_replace(name, std::regex("#(?=[0-9])"), "#x");
}

Value random_value(Random& random) {
  switch (below(random, 4)) {
    case 0: return below(random, 2) == 0;
    case 1: return static_cast<std::int64_t>(below(random, 1000));
    case 2: return random_name(random);
    default: {
      std::vector<std::string> items;
      for (std::size_t i = below(random, below(random, 20) == 0 ? 400 : 4); i > 0; --i)
        items.push_back(random_name(random));
      return make_list(items);
    }
  }
}

Change random_change(Random& random) {
  static const std::vector<std::string> kChannels{"email", "feishu", "dingtalk", "system", "*", "x/%y"};
  static const std::vector<std::string> kEvents{"buildJobFail", "pipelineRun.failed", "*", "new.event"};
  Change change;
  change.path = {kChannels[below(random, kChannels.size())], kEvents[below(random, kEvents.size())],
                 below(random, 2) == 0 ? "enabled" : "recipients.roles"};
  change.before = random_value(random);
  if (below(random, 5) > 0) change.after = random_value(random);
  change.effect = static_cast<Effect>(below(random, 9));
  change.severity = static_cast<Severity>(below(random, 3));
  change.observed_at = from_ms(1'795'269'600'000);
  return change;
}

DueDelivery random_event(Random& random, std::int64_t seq) {
  Policy policy;
  policy.host = "watcher";
  const EventStamp stamp{"evt_" + std::to_string(seq), seq, from_ms(1'795'269'600'000 + seq)};
  ResourceInfo resource{"prod",
                        "cn-north-4",
                        static_cast<Service>(below(random, 4)),
                        "id" + std::to_string(below(random, 50)),
                        random_name(random),
                        "p1",
                        random_name(random),
                        {}};
  Event event;
  if (below(random, 4) == 0) {
    event = make_event(ResourceRenamed{resource, random_name(random)}, stamp, policy);
  } else {
    SettingsChanged what;
    what.resource = resource;
    const std::size_t changes = 1 + below(random, below(random, 30) == 0 ? 200 : 3);
    for (std::size_t i = 0; i < changes; ++i) what.changes.push_back(random_change(random));
    what.severity = static_cast<Severity>(below(random, 3));
    event = make_event(what, stamp, policy);
  }
  return {seq, "chat", event.id, event.at, event.type, event.severity, event.body, 0, false};
}

/// Many similar events: a merged block must still list each of them.
DueDelivery like_event(std::int64_t seq) {
  Policy policy;
  policy.host = "watcher";
  const EventStamp stamp{"evt_" + std::to_string(seq), seq, from_ms(1'795'269'600'000)};
  SettingsChanged what;
  what.resource = {"prod",
                   "cn-north-4",
                   service::pipeline,
                   "like" + std::to_string(seq),
                   "流水线" + std::to_string(seq % 7),
                   "p1",
                   "Shop",
                   {}};
  Change change;
  change.path = {"email", "pipelineRun.failed", "enabled"};
  change.before = true;
  change.after = false;
  change.effect = Effect::muted;
  what.changes = {change};
  const Event event = make_event(what, stamp, policy);
  return {seq, "chat", event.id, event.at, event.type, event.severity, event.body, 0, false};
}

/// The size of the parts that the chat's documents limit, in bytes or in characters as the chat counts, and the limit.
std::pair<std::size_t, std::size_t> size_of(const std::string& type, const std::string& content) {
  const json body = json::parse(content);
  if (type == "wecom") return {body["markdown"]["content"].get<std::string>().size(), 4'096};
  if (type == "dingtalk") return {content.size(), 20'000};
  if (type == "feishu") return {content.size(), 20'480};
  if (type == "teams") return {content.size(), 28'000};
  if (type == "slack") return {body["blocks"].size(), 50};
  if (type == "mattermost") return {content.size(), 16'383};
  std::size_t sum = 0;  // discord; bytes are no fewer than characters
  for (const auto& embed : body["embeds"]) {
    for (const auto* member : {"title", "description"})
      if (embed.contains(member)) sum += embed[member].get<std::string>().size();
    if (embed.contains("footer")) sum += embed["footer"]["text"].get<std::string>().size();
    for (const auto& field : embed.value("fields", json::array()))
      sum += field["name"].get<std::string>().size() + field["value"].get<std::string>().size();
  }
  return {sum, 24'000};
}

std::set<std::int64_t> listed_in(const std::string& content) {
  static const std::regex kNumber("(?:^|[^&])#([0-9]+)(?:–#([0-9]+))?");  // Feishu's entities look like &#42;
  std::set<std::int64_t> numbers;
  for (std::sregex_iterator at(content.begin(), content.end(), kNumber), end; at != end; ++at) {
    const std::int64_t first = std::stoll((*at)[1]);
    const std::int64_t last = (*at)[2].matched ? std::stoll((*at)[2]) : first;
    for (std::int64_t number = first; number <= last; ++number) numbers.insert(number);
  }
  return numbers;
}

class Rendering : public testing::TestWithParam<const char*> {
 protected:
  std::unique_ptr<Sink> sink(Language language = Language::en) const {
    SinkConfig config;
    config.name = "chat";
    config.type = GetParam();
    config.url = "https://chat.example.com/x";
    config.language = language;
    return make_sink(config);
  }
  void expect_all_told(const std::vector<DueDelivery>& events, const std::vector<Message>& messages) const {
    std::set<std::int64_t> wanted, told, ended;
    for (const auto& event : events) wanted.insert(event.seq);
    for (const auto& message : messages) {
      told.insert(message.event_ids.begin(), message.event_ids.end());
      for (const std::int64_t event : message.events)
        ASSERT_TRUE(ended.insert(event).second) << "#" << event << " ends in two messages";
      const auto listed = listed_in(message.content);
      ASSERT_EQ(listed, std::set<std::int64_t>(message.event_ids.begin(), message.event_ids.end())) << message.content;
      const auto [size, most] = size_of(GetParam(), message.content);
      ASSERT_LE(size, most) << message.content;
    }
    ASSERT_EQ(told, wanted);
    ASSERT_EQ(ended, wanted);
  }
};

TEST_P(Rendering, RandomEventsThenTheUnionOfWhatTheyListIsTheEvents) {
  Random random(20261122);
  for (int round = 0; round < 12; ++round) {
    std::vector<DueDelivery> events;
    const std::int64_t count = 1 + static_cast<std::int64_t>(below(random, round % 4 == 0 ? 120 : 12));
    for (std::int64_t i = 0; i < count; ++i) events.push_back(random_event(random, 1'000'000 + i));
    expect_all_told(events, sink(round % 2 == 0 ? Language::en : Language::zh)->render(events, {}));
    if (HasFatalFailure()) FAIL() << "round " << round;
  }
}

TEST_P(Rendering, HundredsAlikeThenAllAreListed) {
  std::vector<DueDelivery> events;
  for (std::int64_t i = 0; i < 500; ++i) events.push_back(like_event(1'000'000 + i));
  expect_all_told(events, sink()->render(events, {}));
}

INSTANTIATE_TEST_SUITE_P(EveryChat, Rendering,
                         testing::Values("slack", "mattermost", "dingtalk", "feishu", "wecom", "teams", "discord"),
                         [](const auto& chat) { return std::string(chat.param); });

}  // namespace
}  // namespace noticed
