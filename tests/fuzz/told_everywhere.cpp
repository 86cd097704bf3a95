#include "fuzz/told_everywhere.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "daemon/sinks/vendor_limits.h"
#include "fuzz/targets.h"
#include "fuzz/text.h"

namespace noticed::fuzz {
namespace {

constexpr std::array kTypes{"dingtalk", "discord", "feishu", "mattermost", "slack", "teams", "webhook", "wecom"};
constexpr TimePoint kNow{std::chrono::milliseconds{1'795'269'909'123}};  // 2026-11-21T14:05:09.123Z

struct TriedSink {
  std::string type;
  bool calls = false;  // it mentions somebody named in the configuration
  std::unique_ptr<Sink> sink;
};

TriedSink sink_of(const std::string& type, bool calls) {
  SinkConfig config;
  config.type = config.name = type;
  config.url = "https://chat.example.com/hooks/0123456789abcdef";
  if (calls) {
    config.language = Language::zh;
    config.keyword = "告警";
    config.mentions[Severity::info] = {type == "slack" ? "U012AB3CD" : "all"};
  }
  return {type, calls, make_sink(config)};
}

/// Each type, in English or in Chinese with a keyword and with people to call.
const std::vector<TriedSink>& sinks(bool calls) {
  static const auto made = [](bool calling) {
    std::vector<TriedSink> all;
    for (const std::string type : kTypes) all.push_back(sink_of(type, calling));
    return all;
  };
  static const std::vector<TriedSink> quiet = made(false);
  static const std::vector<TriedSink> calling = made(true);
  return calls ? calling : quiet;
}

std::string texts_of_body(const ChatJson& value) {
  if (value.is_string()) return value.get<std::string>() + "\n";
  std::string texts;
  if (value.is_structured())
    for (const auto& inner : value) texts += texts_of_body(inner);
  return texts;
}

void check_calls_nobody(const std::string& type, const ChatJson& body) {
  const std::string texts = texts_of_body(body);
  for (const auto* mention :
       {"<!channel", "<!here", "<!everyone", "@all", "@here", "@channel", "@everyone", "<@U", "<at"})
    require(!holds(texts, mention), type + ": a name calls " + mention);
}

void check_content(const TriedSink& told, const Message& message) {
  require(is_utf8(message.content), told.type + ": no UTF-8");
  const ChatJson body = ChatJson::parse(message.content, nullptr, false);
  require(body.is_object(), told.type + ": no JSON object");
  require(is_within(told.type, body), told.type + ": beyond the chat's limit: " + message.content);
  if (!told.calls) check_calls_nobody(told.type, body);
}

void check_request(const TriedSink& told, const Message& message) {
  const auto request = told.sink->request(message, kNow);
  const auto* made = std::get_if<HttpRequest>(&request);
  require(made != nullptr && made->post == message.content, told.type + ": another request than the letter's");
}

/// Every event completed in one letter, and told in one at least.
void check_complete(const std::string& type, const std::vector<Message>& messages,
                    const std::set<std::int64_t>& wanted) {
  std::vector<std::int64_t> completed;
  std::set<std::int64_t> told;
  for (const Message& message : messages) {
    completed.insert(completed.end(), message.events.begin(), message.events.end());
    told.insert(message.event_ids.begin(), message.event_ids.end());
    require(std::is_sorted(message.events.begin(), message.events.end()), type + ": events out of order");
    require(message.number >= 1 && message.number <= message.of, type + ": a part beyond the last");
  }
  std::sort(completed.begin(), completed.end());
  require(std::equal(completed.begin(), completed.end(), wanted.begin(), wanted.end()), type + ": an event not once");
  require(told == wanted, type + ": an event that is not told");
}

bool same_letters(const std::vector<Message>& a, const std::vector<Message>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Message& one, const Message& other) {
    return one.content == other.content && one.id == other.id && one.events == other.events;
  });
}

}  // namespace

DueDelivery waiting(std::int64_t seq, std::string type, Severity severity, std::string body) {
  DueDelivery event;
  event.seq = seq;
  event.event_id = "evt_01JD8ZK3V5T8M2Q4X6B9C1D7F" + std::to_string(seq % 10);
  event.at = kNow + std::chrono::seconds{seq};
  event.type = std::move(type);
  event.severity = severity;
  event.body = std::move(body);
  return event;
}

void tell_everywhere(const std::vector<DueDelivery>& events) {
  if (events.empty()) return;
  std::set<std::int64_t> wanted;
  for (const auto& event : events) wanted.insert(event.seq);
  // One of the two per input, which doubles the speed; the body's size decides.
  const bool calls = events.front().body.size() % 2 == 1;
  for (const TriedSink& told : sinks(calls)) {
    const auto messages = told.sink->render(events, {});
    check_complete(told.type, messages, wanted);
    // Rendering twice must give the same; all chats share that code, so one represents all.
    if (told.type == "feishu")
      require(same_letters(messages, told.sink->render(events, {})), told.type + ": told differently again");
    for (const Message& message : messages) {
      check_request(told, message);
      if (told.type != "webhook") check_content(told, message);
    }
  }
}

}  // namespace noticed::fuzz
