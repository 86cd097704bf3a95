#include "storage/model/wording/summary.h"

#include <algorithm>
#include <iterator>

#include "storage/model/wording/body_members.h"
#include "storage/model/wording/change_phrase.h"
#include "storage/model/wording/words.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

struct Subject {
  Language language;
  std::string_view type;  // without "noticed."
  const Json& data;       // not owned, like the others
  const Json& own;        // the member that only this type has; never null
  const Destinations& destinations;

  std::string say(const Sentence& sentence, std::initializer_list<std::string_view> values = {}) const {
    return noticed::say(language, sentence, values);
  }
  /// The resource's name, else "build/48c66c60"; empty for an event without a resource.
  std::string resource() const {
    const Json& resource = member_of(data, "resource");
    const std::string name = text_of(resource, "name");
    if (!name.empty() || !resource.is_object()) return name;
    return text_of(resource, "service") + "/" + text_of(resource, "id").substr(0, 8);
  }
  std::string account() const { return text_of(data, "account"); }
  std::string service() const { return text_of(data, "service"); }
};

std::string text(std::int64_t number) { return std::to_string(number); }

/// "3 failed polls".
std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return text(number).append(" ").append(number == 1 ? one : many);
}

/// The detail; without one the kind in words.
std::string detail_of(Language language, const Json& failure) {
  const std::string detail = text_of(failure, "detail");
  return detail.empty() ? reason_of(language, failure) : detail;
}

std::string settings_summary(const Subject& subject) {
  const std::string phrase =
      change_phrase(subject.language, changes_in(subject.data), shifts_in(subject.data), subject.destinations);
  if (phrase.empty()) return "";
  return subject.say({"{0}: {1}", "{0}：{1}"}, {subject.resource(), phrase});
}

std::string unreachable_summary(const Subject& subject) {
  const std::string reason = reason_of(subject.language, subject.own);
  const std::int64_t polls = number_of(subject.own, "polls");
  if (polls < 2) return subject.say({"{0}: cannot be read: {1}", "{0}：无法读取：{1}"}, {subject.resource(), reason});
  return subject.say({"{0}: cannot be read: {1}, {2} polls in a row", "{0}：无法读取：{1}，连续 {2} 次轮询失败"},
                     {subject.resource(), reason, text(polls)});
}

std::string gone_summary(const Subject& subject) {
  return subject.say({"{0}: no longer found: deleted, or no longer visible to this account",
                      "{0}：已不存在：可能已被删除，或该账号已无权查看"},
                     {subject.resource()});
}

/// Recovered or returned.
std::string back_summary(const Subject& subject) {
  constexpr Sentence kRecovered{"{0}: can be read again after {1}", "{0}：恢复读取（此前连续 {2} 次轮询失败）"};
  constexpr Sentence kReturned{"{0}: found again after {1}", "{0}：重新出现（此前连续 {2} 次轮询失败）"};
  const std::int64_t polls = number_of(subject.own, "polls");
  return subject.say(subject.type == "resource.returned" ? kReturned : kRecovered,
                     {subject.resource(), counted(polls, "failed poll", "failed polls"), text(polls)});
}

std::string renamed_summary(const Subject& subject) {
  return subject.say({"{0}: renamed from {1}", "{0}：已改名，原名 {1}"},
                     {subject.resource(), text_of(subject.own, "from")});
}

std::string added_summary(const Subject& subject) {
  const Json& returned = member_of(subject.own, "returned");
  if (member_of(subject.data, "resource").is_object()) {
    constexpr Sentence kAgain{"{0}: listed again, watched again", "{0}：重新出现在列表中，恢复监视"};
    constexpr Sentence kNew{"{0}: new, now watched", "{0}：新资源，已开始监视"};
    return subject.say(returned.is_boolean() && returned.get<bool>() ? kAgain : kNew, {subject.resource()});
  }
  constexpr Sentence kSome{"{0}: {1} added, now watched; {2} of them were watched before",
                           "{0}：新增 {1}，已开始监视，其中 {2} 个曾被监视"};
  constexpr Sentence kAll{"{0}: {1} added, now watched", "{0}：新增 {1}，已开始监视"};
  const std::int64_t before = number_of(subject.own, "returned");
  const std::string resources = count_of(subject.language, number_of(subject.own, "count"), subject.service());
  return subject.say(before > 0 ? kSome : kAll, {subject.account(), resources, text(before)});
}

std::string unwatched_summary(const Subject& subject) {
  struct Reason {
    std::string_view word;
    Sentence words;
  };
  constexpr Reason kReasons[]{{"config", {" (removed from the configuration)", "（已从配置中移除）"}},
                              {"filter", {" (excluded by the configuration)", "（被配置排除）"}},
                              {"listing", {" (no longer listed, cannot be read)", "（列表中已不存在，且无法读取）"}},
                              {"permission", {" (no longer listed, access denied)", "（列表中已不存在，且无权读取）"}}};
  const std::string word = text_of(subject.own, "reason");
  std::string because;
  for (const auto& reason : kReasons)
    if (reason.word == word) because = subject.say(reason.words);
  if (member_of(subject.data, "resource").is_object())
    return subject.say({"{0}: no longer watched{1}", "{0}：不再监视{1}"}, {subject.resource(), because});
  const std::string resources = count_of(subject.language, number_of(subject.own, "count"), subject.service());
  return subject.say({"{0}: {1} no longer watched{2}", "{0}：{1}不再监视{2}"}, {subject.account(), resources, because});
}

std::string outage_summary(const Subject& subject) {
  if (subject.type == "network.lost")
    return subject.say({"Network lost: no host answers ({0})", "网络中断：所有主机均无响应（{0}）"},
                       {detail_of(subject.language, subject.own)});
  if (subject.type == "account.rejected")
    return subject.say({"{0}: sign-in rejected: {1}", "{0}：登录被拒绝：{1}"},
                       {subject.account(), detail_of(subject.language, subject.own)});
  const std::string all = count_of(subject.language, number_of(subject.own, "resources"), subject.service());
  return subject.say(
      {"{0}: {1} of {2} fail with the same error: {3}", "{0}：{2}中有 {1} 个出现同样的错误：{3}"},
      {subject.account(), text(number_of(subject.own, "failing")), all, reason_of(subject.language, subject.own)});
}

std::string stale_summary(const Subject& subject) {
  const std::string all = count_of(subject.language, number_of(subject.own, "resources"), subject.service());
  return subject.say({"{0}: {1} of {2} not polled in time: {3}", "{0}：{2}中有 {1} 个未按时轮询：{3}"},
                     {subject.account(), text(number_of(subject.own, "stale")), all, text_of(subject.own, "detail")});
}

std::string end_of_outage_summary(const Subject& subject) {
  const std::string nouns = nouns_of(subject.language, subject.service());
  if (subject.type == "network.restored") return subject.say({"Network restored", "网络已恢复"});
  if (subject.type == "account.restored")
    return subject.say({"{0}: sign-in accepted again", "{0}：登录已恢复"}, {subject.account()});
  if (subject.type == "service.recovered")
    return subject.say({"{0}: {1} can be read again", "{0}：{1}恢复读取"}, {subject.account(), nouns});
  return subject.say({"{0}: all {1} are polled in time again", "{0}：所有{1}恢复按时轮询"}, {subject.account(), nouns});
}

/// "polling.interval 5m → 1m"; without the values if they are long.
std::string first_setting(const Subject& subject) {
  constexpr std::size_t kLongest = 60;
  for (const auto& [key, values] : member_of(subject.own, "changed").items()) {
    const std::string both = text_of(values, "old") + " → " + text_of(values, "new");
    if (both.size() < kLongest) return key + " " + both;
    return subject.say({"{0} changed", "{0} 已变更"}, {key});
  }
  for (const auto& [key, value] : member_of(subject.own, "added").items())
    return subject.say({"{0} added", "新增 {0}"}, {key});
  for (const auto& [key, value] : member_of(subject.own, "removed").items())
    return subject.say({"{0} removed", "删除 {0}"}, {key});
  return "";
}

std::string config_summary(const Subject& subject) {
  const Json& count = member_of(subject.own, "count");
  const std::int64_t all = number_of(count, "added") + number_of(count, "removed") + number_of(count, "changed");
  const std::string first = first_setting(subject);
  if (all < 2) return subject.say({"Configuration changed: {0}", "配置已变更：{0}"}, {first});
  return subject.say({"Configuration changed: {0}, and {1} more", "配置已变更：{0}，另有 {1} 项"},
                     {first, text(all - 1)});
}

/// The last clause of the posture and of the quiet report: how many failure events have no visible notification.
std::string coverage_clause(const Subject& subject) {
  const Json& report = subject.own;
  const std::int64_t all = number_of(report, "failure_events");
  const std::int64_t uncovered = number_of(report, "uncovered");
  const std::int64_t unknown = number_of(report, "unknown");
  if (all == 0) return "";
  if (uncovered == 0 && unknown == 0 && number_of(report, "failing") == 0)
    return subject.say({"; every failure event has a visible notification", "；所有失败事件都有可见的通知"});
  if (uncovered == 0 && unknown == 0)  // what could not be read is not claimed
    return subject.say(
        {"; every failure event that could be read has a visible notification", "；能读取到的失败事件都有可见的通知"});
  const std::string some = text(unknown);
  if (uncovered == 0)
    return subject.say({"; {0} of {1} unknown", "；{2} 个失败事件中有 {0} 个未知"},
                       {some, counted(all, "failure event", "failure events"), text(all)});
  constexpr Sentence kOne{"; 1 of {1} has no visible notification", "；{2} 个失败事件中有 1 个没有可见的通知"};
  constexpr Sentence kMany{"; {0} of {1} have no visible notification", "；{2} 个失败事件中有 {0} 个没有可见的通知"};
  const std::string clause = subject.say(uncovered == 1 ? kOne : kMany,
                                         {text(uncovered), counted(all, "failure event", "failure events"), text(all)});
  return unknown == 0 ? clause : clause + subject.say({", {0} unknown", "，{0} 个未知"}, {some});
}

std::string posture_summary(const Subject& subject) {
  const std::int64_t failing = number_of(subject.own, "failing");
  std::string line = subject.say({"Watching {0}", "正在监视 {0}"},
                                 {count_of(subject.language, number_of(subject.own, "resources"), "")});
  if (failing > 0) line += subject.say({", {0} of them could not be read", "，其中 {0} 个无法读取"}, {text(failing)});
  return line + coverage_clause(subject);
}

std::string quiet_summary(const Subject& subject) {
  const Json& report = subject.own;
  const std::int64_t changes = number_of(report, "changes");
  const std::int64_t failing = number_of(report, "failing");
  const std::string resources = count_of(subject.language, number_of(report, "resources"), "");
  std::string line = changes == 0 ? subject.say({"Report: no changes", "定期报告：没有变更"})
                                  : subject.say({"Report: {0}", "定期报告：{1} 个变更事件"},
                                                {counted(changes, "change event", "change events"), text(changes)});
  line += subject.say({", {0} of {1} observed", "，{1}中的 {0} 个已观测"},
                      {text(number_of(report, "observed")), resources});
  if (failing > 0) line += subject.say({", {0} cannot be read now", "，目前 {0} 个无法读取"}, {text(failing)});
  return line + coverage_clause(subject);
}

std::string sink_summary(const Subject& subject) {
  const std::string sink = text_of(subject.data, "sink");
  if (subject.type == "sink.suspended")
    return subject.say({"Delivery to {0} stopped: {1}", "已停止向 {0} 发送：{1}"},
                       {sink, text_of(subject.own, "reason")});
  const std::int64_t waiting = number_of(subject.own, "waiting");
  if (waiting == 0) return subject.say({"Delivery to {0} resumed", "已恢复向 {0} 发送"}, {sink});
  return subject.say({"Delivery to {0} resumed: {1} to send", "已恢复向 {0} 发送：{2} 条消息待发"},
                     {sink, counted(waiting, "message", "messages"), text(waiting)});
}

std::string storage_summary(const Subject& subject) {
  return subject.say({"The history cannot be written: {0}", "历史无法写入：{0}"}, {text_of(subject.own, "reason")});
}

struct SummaryWriter {
  std::string_view type;
  std::string_view member;  // of the data, that only this type has
  std::string (*write)(const Subject&);
};
constexpr SummaryWriter kWriters[]{{"settings.changed", "changes", settings_summary},
                                   {"resource.unreachable", "failure", unreachable_summary},
                                   {"resource.gone", "failure", gone_summary},
                                   {"resource.recovered", "outage", back_summary},
                                   {"resource.returned", "outage", back_summary},
                                   {"resource.added", "added", added_summary},
                                   {"resource.renamed", "renamed", renamed_summary},
                                   {"resource.unwatched", "unwatched", unwatched_summary},
                                   {"account.rejected", "outage", outage_summary},
                                   {"service.unreachable", "outage", outage_summary},
                                   {"network.lost", "outage", outage_summary},
                                   {"observation.stale", "observation", stale_summary},
                                   {"account.restored", "outage", end_of_outage_summary},
                                   {"service.recovered", "outage", end_of_outage_summary},
                                   {"network.restored", "outage", end_of_outage_summary},
                                   {"observation.recovered", "observation", end_of_outage_summary},
                                   {"config.changed", "config", config_summary},
                                   {"report.posture", "posture", posture_summary},
                                   {"report.quiet", "report", quiet_summary},
                                   {"sink.suspended", "suspension", sink_summary},
                                   {"sink.resumed", "suspension", sink_summary},
                                   {"storage.failed", "storage", storage_summary}};

}  // namespace

std::string summary_of(Language language, std::string_view type, const Json& data, const Destinations& destinations) {
  if (type.starts_with("noticed.")) type.remove_prefix(8);
  const auto* found = std::find_if(std::begin(kWriters), std::end(kWriters),
                                   [&](const SummaryWriter& writer) { return writer.type == type; });
  if (found == std::end(kWriters)) return "";
  const Json& own = member_of(data, found->member);
  return own.is_null() ? "" : found->write({language, type, data, own, destinations});
}

std::string shared_summary_of(Language language, std::string_view type) {
  struct Shared {
    std::string_view type;
    Sentence words;
  };
  constexpr Shared kShared[]{{"resource.unreachable", {"cannot be read", "无法读取"}},
                             {"resource.recovered", {"can be read again", "恢复读取"}},
                             {"resource.gone",
                              {"no longer found: deleted, or no longer visible to this account",
                               "已不存在：可能已被删除，或该账号已无权查看"}},
                             {"resource.returned", {"found again", "重新出现"}},
                             {"resource.added", {"now watched", "已开始监视"}},
                             {"resource.renamed", {"renamed", "已改名"}},
                             {"resource.unwatched", {"no longer watched", "不再监视"}}};
  for (const auto& shared : kShared)
    if (shared.type == type) return say(language, shared.words);
  return "";
}

std::string reason_of(Language language, const Json& failure) {
  const std::string kind = text_of(failure, "kind");
  const std::string detail = text_of(failure, "detail");
  const Word* word = failure_kind_word(kind);
  const std::string meaning = word == nullptr ? kind : say(language, {word->en, word->zh});
  if (detail.empty() || meaning.empty()) return meaning + detail;
  return say(language, {"{0} ({1})", "{0}（{1}）"}, {meaning, detail});
}

}  // namespace noticed
