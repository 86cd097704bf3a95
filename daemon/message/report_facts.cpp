#include "daemon/message/report_facts.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

/// What both reports contain about failure events.
void tell_coverage(FactList& facts, const Json& report) {
  const std::int64_t all = number_of(report, "failure_events");
  const std::int64_t uncovered = number_of(report, "uncovered");
  const std::int64_t unknown = number_of(report, "unknown");
  if (all > 0) {
    const std::string part = std::to_string(uncovered);
    const std::string whole = std::to_string(all);
    const std::string text = facts.either(part + " of " + whole + (all == 1 ? " failure event" : " failure events"),
                                          whole + " 个失败事件中的 " + part + " 个");
    // If a resource could not be read, "nothing" cannot be claimed.
    const bool read = number_of(report, "failing") == 0;
    const std::string none =
        read ? facts.either("nothing: every failure event alerts somebody", "无：所有失败事件都有人收到")
             : facts.either("nothing: every failure event that could be read alerts somebody",
                            "无：能读取到的失败事件都有人收到");
    facts.add("Nobody hears of", "无人收到", uncovered == 0 && unknown == 0 ? none : text);
    if (unknown > 0)
      facts.add("Not known", "未知",
                std::to_string(unknown) + facts.either(", which hang on project settings that are not visible to us",
                                                       " 个，取决于对我们不可见的项目级设置"));
  }
  facts.examples(report);
  if (uncovered > 0) facts.act("see all of them", "查看全部", "coverage --uncovered");
}

void tell_watched(FactList& facts, const Json& report) {
  const std::int64_t resources = number_of(report, "resources");
  const std::int64_t failing = number_of(report, "failing");
  const std::string observed = std::to_string(number_of(report, "observed"));
  std::string text = facts.either(observed + " of " + count_of(Language::en, resources, ""),
                                  count_of(Language::zh, resources, "") + "中的 " + observed + " 个");
  if (failing > 0)
    text += facts.either("; " + std::to_string(failing) + " cannot be read now",
                         "；目前 " + std::to_string(failing) + " 个无法读取");
  facts.add("Observed", "已观测", text);
}

/// A stored copy of the message proves later that the history was not rewritten.
void tell_chain(FactList& facts, const Json& report) {
  std::string chain = text_of(report, "chain");
  if (chain.empty()) chain = text_of(facts.event.data, "chain");
  if (!chain.empty()) facts.add("Chain", "校验链", {{Span{chain, Style::code}}});
}

}  // namespace

void record_posture(FactList& facts) {
  const Json& posture = member_of(facts.event.data, "posture");
  tell_watched(facts, posture);
  tell_coverage(facts, posture);
  tell_chain(facts, posture);
}

void record_quiet(FactList& facts) {
  const Json& report = member_of(facts.event.data, "report");
  facts.span("Period", "统计时段", report);
  tell_watched(facts, report);
  const Json& oldest = member_of(report, "oldest");
  if (const auto at = time_of(oldest, "at"))
    facts.add("Oldest reading", "最早的观测",
              time_text(facts.language, *at) + facts.either(": ", "：") + text_of(oldest, "resource"));
  const std::int64_t changes = number_of(report, "changes");
  facts.add("Changes", "变更",
            changes == 0 ? facts.either("none", "无") : std::to_string(changes) + facts.either("", " 项"));
  tell_coverage(facts, report);
  tell_chain(facts, report);
}

void tell_suspended(FactList& facts) {
  const Json& suspension = member_of(facts.event.data, "suspension");
  facts.add("Why", "原因", shorten(text_of(suspension, "reason"), kLongestValue));
  facts.since("Since", "开始时间", suspension);
  const std::string waiting = std::to_string(number_of(suspension, "waiting"));
  facts.add("Waiting", "积压", facts.either(waiting + ", to be sent once it works", waiting + " 条消息，恢复后补发"));
  facts.act("mend its address, secret or robot, then", "请修复其地址、密钥或机器人，然后执行",
            "test-sink " + text_of(facts.event.data, "sink"));
}

void tell_resumed(FactList& facts) {
  const Json& suspension = member_of(facts.event.data, "suspension");
  facts.span("Suspended", "暂停时段", suspension);
  const std::string waiting = std::to_string(number_of(suspension, "waiting"));
  facts.add("Waiting", "积压", facts.either(waiting + ", sent from now on", waiting + " 条消息，正在补发"));
}

void tell_storage(FactList& facts) {
  facts.when();
  if (facts.event.type == "storage.low")
    return facts.act("free space on the disk that holds the history", "请清理历史数据库所在磁盘", "prune");
  if (facts.event.seq <= 0)
    facts.add("Mind", "注意", facts.either("this message is not in the history either", "本消息同样未写入历史"));
  facts.act("look at the disk and the daemon's log, then", "请检查磁盘和守护进程日志，然后执行", "verify");
}

}  // namespace noticed
