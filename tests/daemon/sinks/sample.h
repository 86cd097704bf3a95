// Parts as compose() and split() make them, written by hand: every chat must be able to render them.
#pragma once

#include <memory>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "daemon/sinks/chat_sink.h"
#include "tests/support/event_numbers.h"

namespace noticed {

inline const std::vector<std::string> kChats{"dingtalk", "discord", "feishu", "mattermost", "slack", "teams", "wecom"};
inline constexpr const char* kConsole = "https://devcloud.ap-southeast-3.huaweicloud.com/cloudbuild/project/p1/build";

inline SinkConfig chat_config(const std::string& type) {
  SinkConfig config;
  config.type = config.name = type;
  config.url = "https://chat.example.com/hooks/0123456789abcdef";
  return config;
}

inline std::unique_ptr<Sink> make_chat(const std::string& type) { return make_sink(chat_config(type)); }

inline ChatJson body_of(const std::string& type, const Part& part, const std::vector<std::string>& mentioned = {}) {
  const auto sink = make_chat(type);
  return dynamic_cast<const ChatSink&>(*sink).body(part, mentioned);
}

inline bool fits(const std::string& type, const Part& part) {
  const auto sink = make_chat(type);
  const auto& chat = dynamic_cast<const ChatSink&>(*sink);
  return chat.fits(chat.body(part, {}));
}

/// A single change.
inline Part night() {
  Block block;
  block.severity = Severity::critical;
  block.title = "payments-api: no visible notification left for failed builds";
  block.facts = {
      {"Changed",
       {{{"email for \"build failed\" on → "}, {"off", Style::strong}, {" (the last one; Feishu off since 12 Mar)"}}}},
      {"When", {{{"Sat 21 Nov, between 02:55:09 and 03:00:09 (UTC+8)"}}}},
      {"Still notified", {{{"in-app inbox only. Project-level settings are not visible to noticed."}}}},
      {"If this was not intended", {{{"open its settings", Style::plain, kConsole}}}}};
  block.members = {{1842, "", kConsole}};
  block.reference = {{"Shop · prod/ap-southeast-3 · build/48c66c60 · "}, {"noticed explain evt_01JD8Z", Style::code}};
  Part part;
  part.content = {Severity::critical, block.title, {}, {block}, {{"watch1 · prod"}}};
  part.completed = {1842};
  return part;
}

/// The second part of a group: notes, a block of several events, and a block of one.
inline Part digest() {
  Block alike;
  alike.severity = Severity::warning;
  alike.title = "3 pipelines: Feishu off";
  alike.facts = {{"Changed", {{{"Feishu on → "}, {"off", Style::strong}}}},
                 {"When", {{{"Sat 21 Nov, 03:00"}}, {{"Sat 21 Nov, 03:05"}}}}};
  alike.members = {{1843, "payments-api", kConsole}, {1844, "orders", ""}, {1850, "web_shop", kConsole}};
  alike.reference = {{"noticed history --since 3h", Style::code}};
  Block single;
  single.severity = Severity::info;
  single.title = "ledger: a new recipient";
  single.facts = {{"Changed", {{{"recipients "}, {"+1", Style::strong}}}}};
  single.members = {{1851, "", ""}};
  single.reference = {{"Shop · repo/2111978605"}};
  Part part;
  part.content = {Severity::warning,
                  "5 changes, 1 of them critical",
                  {{{"Delayed: the chat could not be reached from 02:10 to 03:05."}}},
                  {alike, single},
                  {{"watch1 · prod"}}};
  part.number = 2;
  part.of = 3;
  part.completed = {1843, 1844, 1850, 1851};
  return part;
}

inline const std::string kHostile =
    "<!channel> @all @everyone <@U1> <at id=all></at> [click](https://evil.example.com) **bold** `code` <b>x</b> "
    "<font color=\"info\">y</font> www.evil.example.com # _h_ ~s~ | > & &lt; \\";

/// A build job with a malicious name.
inline Part hostile() {
  Block block;
  block.severity = Severity::warning;
  block.title = kHostile;
  block.facts = {{"Changed", {{{kHostile}}, {{kHostile, Style::strong}}, {{kHostile, Style::code}}}},
                 {"Do", {{{kHostile, Style::plain, "https://console.example.com/a)b>c|d\"e f"}}}}};
  block.members = {{1860, kHostile, kConsole}, {1861, "javascript", "javascript:alert(1)"}};
  block.reference = {{kHostile}};
  Part part;
  part.content = {Severity::warning, kHostile, {{{kHostile}}}, {block, block}, {{kHostile}}};
  part.content.blocks[1].members = {{1862, "", ""}};
  part.completed = {1860, 1861, 1862};
  return part;
}

inline Part chinese() {
  Block block;
  block.severity = Severity::critical;
  block.title = "支付服务：构建失败时已没有可见的通知渠道";
  block.facts = {{"变更", {{{"“构建失败”的邮件通知：开 → "}, {"关", Style::strong}, {"（最后一个渠道）"}}}},
                 {"时间", {{{"11月21日（周六）02:55:09 至 03:00:09 之间（UTC+8）"}}}},
                 {"如非本意", {{{"打开设置", Style::plain, kConsole}}}}};
  block.members = {{1842, "", kConsole}};
  block.reference = {{"商城 · prod/ap-southeast-3 · build/48c66c60"}};
  Part part;
  part.content = {Severity::critical, block.title, {}, {block}, {{"watch1 · prod"}}};
  part.completed = {1842};
  return part;
}

/// All texts of a body, each followed by a line break.
inline std::string texts_in(const ChatJson& value) {
  if (value.is_string()) return value.get<std::string>() + "\n";
  std::string texts;
  for (const auto& inner : value.is_structured() ? value : ChatJson::array()) texts += texts_in(inner);
  return texts;
}

/// The events' numbers in the texts.
inline std::set<std::int64_t> numbers_in(const ChatJson& body) { return event_numbers(texts_in(body)); }

}  // namespace noticed
