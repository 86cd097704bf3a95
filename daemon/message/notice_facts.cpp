#include "daemon/message/notice_facts.h"

#include <algorithm>
#include <iterator>

#include "daemon/message/report_facts.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostSettings = 10;  // of a changed configuration

/// Advice for a read failure, by its kind.
void act_on_failure(FactList& facts, const Json& failure) {
  const std::string kind = text_of(failure, "kind");
  if (kind == "auth" || kind == "forbidden")
    return facts.act("check what this account may read", "请检查该账号的读取权限", "check --online");
  if (kind == "network" || kind == "timeout" || kind == "tls")
    return facts.act("check the way from this host to the cloud", "请检查本机到云端的网络", "check --online");
  if (kind == "missing") return facts.act("look whether somebody deleted it", "请确认是否被人删除", "");
  facts.act("wait; it is polled on, and what stays unseen is listed by", "请等待，轮询仍在继续；未观测的时段可查",
            "gaps " + facts.resource());
}

/// Warns that until then the absence of alerts means nothing.
void warn_of_blindness(FactList& facts) {
  facts.add(
      "Meanwhile", "在此期间",
      facts.either("changes cannot be seen; they are told once reading works again", "无法看到变更；恢复读取后会补报"));
}

void tell_unreachable(FactList& facts) {
  const Json& failure = member_of(facts.event.data, "failure");
  facts.why(failure);
  facts.since("Last read", "上次成功读取", failure);
  warn_of_blindness(facts);
  act_on_failure(facts, failure);
}

void tell_gone(FactList& facts) {
  const Json& failure = member_of(facts.event.data, "failure");
  facts.why(failure);
  facts.since("Last read", "上次成功读取", failure);
  facts.act("if nobody deleted it, check what this account may read", "如果没有人删除它，请检查该账号的读取权限",
            "check --online");
}

void tell_back(FactList& facts) {
  const Json& outage = member_of(facts.event.data, "outage");
  if (const auto since = time_of(outage, "since"))
    facts.add("Not seen", "未观测时段", span_text(facts.language, *since, facts.event.at));
  facts.add("Changes", "变更",
            facts.either("what changed meanwhile is told in a message of its own", "此期间的变更会另行通知"));
}

void tell_outage(FactList& facts) {
  const Json& outage = member_of(facts.event.data, "outage");
  facts.why(outage);
  facts.since("Since", "开始时间", outage);
  const std::int64_t resources = number_of(outage, "resources");
  const std::string failing = std::to_string(number_of(outage, "failing"));
  if (resources > 0)
    facts.add("Affected", "影响范围",
              facts.either(failing + " of " + count_of(Language::en, resources, facts.event.service),
                           std::to_string(resources) + " 个资源中的 " + failing + " 个"));
  warn_of_blindness(facts);
  if (facts.event.type == "account.rejected")
    return facts.act("check the access key or password", "请检查访问密钥或密码", "check --online");
  if (facts.event.type == "network.lost")
    return facts.act("check this host's network, proxy and DNS", "请检查本机的网络、代理和 DNS", "check --online");
  const std::string kind = text_of(outage, "kind");
  if (kind == "auth" || kind == "forbidden" || kind == "network" || kind == "timeout" || kind == "tls")
    return act_on_failure(facts, outage);
  facts.act("see whether the cloud reports an incident; how it goes on", "请查看云厂商是否发布故障公告；最新状态",
            "status");
}

void tell_stale(FactList& facts) {
  const Json& observation = member_of(facts.event.data, "observation");
  facts.why(observation);
  facts.since("Last looked at", "上次查看", observation);
  warn_of_blindness(facts);
  facts.act("which host pauses, and until when", "查看哪个主机暂停以及到何时", "status");
}

void tell_end_of_outage(FactList& facts) {
  const bool stale = facts.event.type == "observation.recovered";
  facts.span("Not seen", "未观测时段", member_of(facts.event.data, stale ? "observation" : "outage"));
  facts.add("Changes", "变更",
            facts.either("what changed meanwhile is told in messages of their own", "此期间的变更会另行通知"));
}

void tell_added(FactList& facts) {
  facts.when();
  const Json& added = member_of(facts.event.data, "added");
  facts.examples(added);
  if (facts.event.resource)
    return facts.act("see who hears of its failures", "查看谁会收到其失败通知", "coverage " + facts.resource());
  facts.act("see which failures nobody hears of", "查看哪些失败无人收到通知", "coverage --uncovered");
}

void tell_unwatched(FactList& facts) {
  const Json& unwatched = member_of(facts.event.data, "unwatched");
  struct Reason {
    std::string_view word, zh, act, act_zh, command;
  };
  constexpr Reason kReasons[]{
      {"config", "配置中已不再包含它", "if nobody meant this, restore the configuration, then",
       "如非本意，请恢复配置，然后执行", "check"},
      {"filter", "所属账号的 [[discover]] 条目将其排除", "if nobody meant this, mend include and exclude, then",
       "如非本意，请修正 include 和 exclude，然后执行", "check"},
      {"listing", "连续两次完整列表中都没有它，且无法读取", "look whether somebody deleted it", "请确认是否被人删除",
       ""},
      {"permission", "连续两次完整列表中都没有它，且读取被拒绝",
       "give this account back its right to read it, or take it out of the configuration",
       "请恢复该账号的读取权限，或将其移出配置", ""}};
  const std::string word = text_of(unwatched, "reason");
  const auto* reason =
      std::find_if(std::begin(kReasons), std::end(kReasons), [&](const Reason& known) { return known.word == word; });
  const bool known = reason != std::end(kReasons);
  const std::string detail = text_of(unwatched, "detail");
  // For several resources the title states the reason.
  if (facts.event.resource) facts.add("Why", "原因", known ? facts.either(detail, reason->zh) : detail);
  facts.when();
  facts.examples(unwatched);
  facts.add("Meaning", "影响",
            facts.either(facts.event.resource ? "from now on its changes are not told"
                                              : "from now on their changes are not told",
                         "此后的变更不再通知"));
  if (known) facts.act(reason->act, reason->act_zh, std::string(reason->command));
}

void tell_renamed(FactList& facts) {
  const Json& renamed = member_of(facts.event.data, "renamed");
  facts.add("Changed", "变更",
            {{Span{facts.either("name: ", "名称：") + text_of(renamed, "from") + " → "},
              Span{text_of(renamed, "to"), Style::strong}}});
  facts.when();
}

void tell_config(FactList& facts) {
  const Json& config = member_of(facts.event.data, "config");
  std::vector<Line> lines;
  const auto note = [&](const std::string& key, const std::string& before, const std::string& after) {
    if (lines.size() == kMostSettings) return;
    lines.push_back({Span{clean(key) + ": " + shorten(before, kLongestValue) + " → "},
                     Span{shorten(after, kLongestValue), Style::strong}});
  };
  const std::string absent = facts.either("not set", "未设置");
  for (const auto& [key, values] : member_of(config, "changed").items())
    note(key, text_of(values, "old"), text_of(values, "new"));
  for (const auto& [key, value] : member_of(config, "removed").items())
    note(key, text_of(member_of(config, "removed"), key), absent);
  for (const auto& [key, value] : member_of(config, "added").items())
    note(key, absent, text_of(member_of(config, "added"), key));
  const Json& count = member_of(config, "count");
  const auto all = number_of(count, "added") + number_of(count, "removed") + number_of(count, "changed");
  const auto left = all - static_cast<std::int64_t>(lines.size());
  if (left > 0)
    lines.push_back(
        {Span{facts.either("and " + std::to_string(left) + " more", "另有 " + std::to_string(left) + " 项")}});
  if (!lines.empty()) facts.add("Changed", "变更", std::move(lines));
  facts.when();
  facts.act("if you do not know of this, ask who maintains the configuration", "如果您不知情，请询问配置的维护者", "");
}

struct FactWriter {
  std::string_view type;
  void (*tell)(FactList&);
};
constexpr FactWriter kTellers[]{{"resource.unreachable", tell_unreachable},
                                {"resource.gone", tell_gone},
                                {"resource.recovered", tell_back},
                                {"resource.returned", tell_back},
                                {"account.rejected", tell_outage},
                                {"service.unreachable", tell_outage},
                                {"network.lost", tell_outage},
                                {"account.restored", tell_end_of_outage},
                                {"service.recovered", tell_end_of_outage},
                                {"network.restored", tell_end_of_outage},
                                {"observation.stale", tell_stale},
                                {"observation.recovered", tell_end_of_outage},
                                {"resource.added", tell_added},
                                {"resource.unwatched", tell_unwatched},
                                {"resource.renamed", tell_renamed},
                                {"config.changed", tell_config},
                                {"report.posture", record_posture},
                                {"report.quiet", record_quiet},
                                {"sink.suspended", tell_suspended},
                                {"sink.resumed", tell_resumed},
                                {"storage.low", tell_storage},
                                {"storage.failed", tell_storage}};

/// The distinct lines of the facts with this label, in order.
std::vector<Line> lines_under(const std::string& label, const std::vector<std::vector<Fact>>& all) {
  std::vector<Line> lines;
  for (const auto& facts : all) {
    const auto fact = std::find_if(facts.begin(), facts.end(), [&](const Fact& own) { return own.label == label; });
    if (fact == facts.end()) continue;
    for (const Line& line : fact->lines)
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::vector<Fact> notice_facts(const ParsedEvent& event, const RenderContext& context) {
  FactList facts(event, context.language);
  const auto* found = std::find_if(std::begin(kTellers), std::end(kTellers),
                                   [&](const FactWriter& writer) { return writer.type == event.type; });
  if (found == std::end(kTellers)) {
    facts.when();
  } else {
    found->tell(facts);
  }
  return std::move(facts.facts);
}

std::vector<Fact> alike_notice_facts(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  constexpr std::size_t kMostLines = 5;
  std::vector<std::vector<Fact>> all;
  for (const auto* event : events) all.push_back(notice_facts(*event, context));
  FactList facts(*events.front(), context.language);
  for (const Fact& first : all.front()) {
    std::vector<Line> lines = lines_under(first.label, all);
    if (lines != first.lines) {
      // Times and commands of single events are left out.
      if (first.label == facts.either("Do", "处理")) facts.act("see how they stand", "查看当前状态", "status");
      if (first.label != facts.either("Why", "原因") && first.label != facts.either("Changed", "变更")) continue;
    }
    if (lines.size() > kMostLines) {
      const std::string left = std::to_string(lines.size() - kMostLines);
      lines.resize(kMostLines);
      lines.push_back({Span{facts.either("and " + left + " more", "另有 " + left + " 项")}});
    }
    facts.facts.push_back({first.label, std::move(lines)});
  }
  return std::move(facts.facts);
}

}  // namespace noticed
