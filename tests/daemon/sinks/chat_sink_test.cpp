// What all chats have in common: messages from events, requests from messages.
#include <gtest/gtest.h>

#include "sample.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

std::vector<DueDelivery> events(std::size_t count) {
  std::vector<DueDelivery> all;
  for (std::size_t i = 0; i < count; ++i) {
    DueDelivery event;
    event.seq = static_cast<std::int64_t>(i) + 1;
    event.event_id = "evt_" + std::to_string(event.seq);
    event.type = "noticed.config.changed";
    event.severity = Severity::warning;
    const std::string text = "change " + std::to_string(event.seq) + " " + std::string(200, 'x');
    event.body = ChatJson{{"id", event.event_id}, {"data", {{"seq", event.seq}, {"summary", text}}}}.dump();
    all.push_back(event);
  }
  return all;
}

std::string content_of(const SinkConfig& config, const std::vector<DueDelivery>& due) {
  std::string all;
  for (const auto& message : make_sink(config)->render(due, {})) all += message.content + "\n";
  return all;
}

TEST(ChatSink, OneEventThenOneLetterWithItsId) {
  for (const auto& type : kChats) {
    const auto messages = make_chat(type)->render(events(1), {});
    ASSERT_EQ(messages.size(), 1U) << type;
    EXPECT_EQ(messages[0].id, "evt_1") << type;
    EXPECT_EQ(messages[0].events, std::vector<std::int64_t>{1}) << type;
    EXPECT_EQ(messages[0].event_ids, std::vector<std::int64_t>{1}) << type;
    EXPECT_EQ(numbers_in(ChatJson::parse(messages[0].content)), std::set<std::int64_t>{1}) << type;
  }
}

TEST(ChatSink, ManyEventsThenEachIsDeliveredByExactlyOneLetter) {
  for (const auto& type : kChats) {
    std::multiset<std::int64_t> delivered;
    const auto due = events(60);
    const auto messages = make_chat(type)->render(due, {});
    for (const auto& message : messages) delivered.insert(message.events.begin(), message.events.end());
    std::multiset<std::int64_t> wanted;
    for (const auto& event : due) wanted.insert(event.seq);
    EXPECT_EQ(delivered, wanted) << type;
    for (std::size_t i = 0; i < messages.size(); ++i) EXPECT_EQ(messages[i].number, i + 1) << type;
  }
}

TEST(ChatSink, SameEventsThenTheSameLetters) {
  for (const auto& type : kChats)
    EXPECT_EQ(content_of(chat_config(type), events(20)), content_of(chat_config(type), events(20)));
}

TEST(ChatSink, SeveralEventsThenTheirNumberInTheId) {
  const auto messages = make_chat("wecom")->render(events(60), {});
  ASSERT_GT(messages.size(), 1U);
  EXPECT_EQ(messages[0].id, "evt_1+" + std::to_string(messages[0].event_ids.size() - 1));
  EXPECT_EQ(messages[1].id.substr(messages[1].id.size() - 2), "/2");
}

TEST(ChatSink, ReplayedEventThenItsLetterIsOne) {
  auto due = events(1);
  EXPECT_FALSE(make_chat("slack")->render(due, {})[0].replayed);
  due[0].replayed = true;
  EXPECT_TRUE(make_chat("slack")->render(due, {})[0].replayed);
}

TEST(ChatSink, MentionsThenThoseOfItsSeverityAndBelowInTheFirstLetterOnly) {
  SinkConfig config = chat_config("wecom");
  config.mentions = {{Severity::info, {"ian", "wei"}}, {Severity::warning, {"wei"}}, {Severity::critical, {"chen"}}};
  const auto messages = make_sink(config)->render(events(60), {});
  ASSERT_GT(messages.size(), 1U);
  EXPECT_NE(messages[0].content.find("<@ian> <@wei>\""), std::string::npos);
  for (const auto& message : messages) EXPECT_EQ(message.content.find("<@chen>"), std::string::npos);
  for (std::size_t i = 1; i < messages.size(); ++i) EXPECT_EQ(messages[i].content.find("<@"), std::string::npos);
}

TEST(ChatSink, LanguageAndKeywordThenTheConfigurations) {
  SinkConfig config = chat_config("dingtalk");
  config.keyword = "noticed通知";
  for (const auto& message : make_sink(config)->render(events(200), {}))
    EXPECT_NE(message.content.find("noticed通知"), std::string::npos) << message.number;
  config = chat_config("slack");
  const std::string english = make_sink(config)->render_test({}).content;
  config.language = Language::zh;
  EXPECT_NE(make_sink(config)->render_test({}).content, english);
}

TEST(ChatSink, TestThenOneLetterThatCallsNobodyAndDeliversNothing) {
  for (const auto& type : kChats) {
    SinkConfig config = chat_config(type);
    config.mentions = {{Severity::info, {"12345"}}};
    const Message message = make_sink(config)->render_test({});
    EXPECT_TRUE(message.events.empty()) << type;
    EXPECT_EQ(message.content.find("12345"), std::string::npos) << type;
    EXPECT_NE(message.content.find(type), std::string::npos) << type;
    EXPECT_EQ(message.content.find("#0"), std::string::npos) << type;
  }
}

TEST(ChatSink, LetterThenRequestWithTheSameContentAndLimits) {
  for (const auto& type : kChats) {
    Message message;
    message.content = "{}";
    const auto request = std::get<HttpRequest>(make_chat(type)->request(message, TimePoint{}));
    EXPECT_EQ(request.post, "{}");
    EXPECT_EQ(request.headers->lines(),
              (std::vector<std::string>{"Content-Type: application/json; charset=utf-8", "Expect:"}));
    EXPECT_EQ(request.timeout, 20s);
    EXPECT_EQ(request.connect_timeout, 5s);
    EXPECT_EQ(request.max_body, 65'536U);
  }
}

TEST(ChatSink, DiscordThenItsAnswerIsWaitedFor) {
  SinkConfig config = chat_config("discord");
  const auto url = [&](const std::string& given) {
    config.url = given;
    return std::get<HttpRequest>(make_sink(config)->request({}, TimePoint{})).url;
  };
  EXPECT_EQ(url("https://discord.com/api/webhooks/1/t"), "https://discord.com/api/webhooks/1/t?wait=true");
  EXPECT_EQ(url("https://discord.com/api/webhooks/1/t?wait=false&thread_id=5"),
            "https://discord.com/api/webhooks/1/t?thread_id=5&wait=true");
  EXPECT_EQ(url("https://discord.com/api/webhooks/1/t?wait=true"), "https://discord.com/api/webhooks/1/t?wait=true");
}

TEST(ChatSink, PaceThenWhatTheChatTakes) {
  const std::map<std::string, std::pair<std::chrono::milliseconds, unsigned>> wanted{
      {"dingtalk", {4s, 1}}, {"discord", {2s, 1}}, {"feishu", {1s, 1}}, {"mattermost", {200ms, 5}},
      {"slack", {1s, 3}},    {"teams", {1s, 1}},   {"wecom", {4s, 1}}};
  for (const auto& [type, pace] : wanted) {
    EXPECT_TRUE(make_chat(type)->groups()) << type;
    EXPECT_EQ(make_chat(type)->pace().every, pace.first) << type;
    EXPECT_EQ(make_chat(type)->pace().burst, pace.second) << type;
  }
}

TEST(ChatSink, MissingAddressFileThenErrorNamesIt) {
  const TempDir dir;
  SinkConfig config = chat_config("slack");
  config.url.clear();
  config.url_file = dir.path() / "none";
  EXPECT_EQ(std::get<std::string>(make_sink(config)->request({}, TimePoint{})),
            config.url_file.string() + ": No such file or directory");
}

}  // namespace
}  // namespace noticed
