#include "daemon/message/title.h"

#include <algorithm>
#include <iterator>

#include "daemon/message/change_facts.h"
#include "daemon/message/wording.h"
#include "storage/model/service.h"
#include "storage/model/unicode.h"
#include "storage/model/words.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

std::string text(std::int64_t number) { return std::to_string(number); }

/// "编译构建"; the id of an unknown service.
std::string service_zh(const std::string& service) {
  const std::string_view known = words_of(service).zh;
  return known.empty() ? service : std::string(known);
}

std::string polls_zh(const Json& member) { return "（此前连续 " + text(number_of(member, "polls")) + " 次轮询失败）"; }

/// "响应超时：…".
std::string reason_zh(const Json& member) {
  const std::string kind = text_of(member, "kind");
  const std::string detail = text_of(member, "detail");
  if (!detail.empty()) return detail;
  const Word* word = failure_kind_word(kind);
  return word == nullptr ? kind : std::string(word->zh);
}

std::string added_zh(const ParsedEvent& event) {
  const Json& added = member_of(event.data, "added");
  if (!event.resource) {
    const std::string count = count_of(Language::zh, number_of(added, "count"), event.service);
    return event.account + (number_of(added, "returned") == 0 ? "：新增 " : "：") + count + "，已开始监视";
  }
  const Json& returned = member_of(added, "returned");
  const bool again = returned.is_boolean() && returned.get<bool>();
  return event.resource->label() + (again ? "：重新出现在列表中，恢复监视" : "：新资源，已开始监视");
}

std::string unwatched_zh(const ParsedEvent& event) {
  const Json& unwatched = member_of(event.data, "unwatched");
  const std::string reason = text_of(unwatched, "reason");
  const std::string because = reason == "config"       ? "（已从配置中移除）"
                              : reason == "filter"     ? "（被配置排除）"
                              : reason == "listing"    ? "（列表中已不存在，且无法读取）"
                              : reason == "permission" ? "（列表中已不存在，且无权读取）"
                                                       : "";
  if (event.resource) return event.resource->label() + "：不再监视" + because;
  return event.account + "：" + count_of(Language::zh, number_of(unwatched, "count"), event.service) + "不再监视" +
         because;
}

std::string resource_zh(const ParsedEvent& event) {
  const std::string who = event.resource ? event.resource->label() + "：" : std::string();
  const Json& failure = member_of(event.data, "failure");
  if (event.type == "resource.unreachable") {
    const std::int64_t polls = number_of(failure, "polls");
    const std::string row = polls > 1 ? "连续 " + text(polls) + " 次轮询失败：" : "";
    return who + "已无法读取（" + row + reason_zh(failure) + "）";
  }
  if (event.type == "resource.gone") return who + "已消失；云端称其不存在，或该账号已无权查看";
  if (event.type == "resource.recovered") return who + "恢复读取" + polls_zh(member_of(event.data, "outage"));
  if (event.type == "resource.returned") return who + "重新出现" + polls_zh(member_of(event.data, "outage"));
  if (event.type == "resource.renamed")
    return who + "已改名，原名 " + text_of(member_of(event.data, "renamed"), "from");
  if (event.type == "resource.added") return added_zh(event);
  return event.type == "resource.unwatched" ? unwatched_zh(event) : std::string();
}

std::string outage_zh(const ParsedEvent& event) {
  const Json& outage = member_of(event.data, "outage");
  const std::string service = event.account + "：" + service_zh(event.service);
  const Json& observation = member_of(event.data, "observation");
  if (event.type == "observation.stale")
    return service + "的 " + text(number_of(observation, "resources")) + " 个资源中有 " +
           text(number_of(observation, "stale")) + " 个未按时查看：" + text_of(observation, "detail");
  if (event.type == "observation.recovered") return service + "的所有资源恢复按时查看";
  if (event.type == "account.rejected") return event.account + "：云端拒绝该账号登录：" + reason_zh(outage);
  if (event.type == "account.restored") return event.account + "：云端已重新接受该账号登录";
  if (event.type == "service.recovered") return service + "恢复读取";
  if (event.type == "network.lost") return "网络中断：所有请求均无响应（" + reason_zh(outage) + "）";
  if (event.type == "network.restored") return "网络已恢复";
  if (event.type != "service.unreachable") return "";
  return service + "无法读取：" + text(number_of(outage, "resources")) + " 个资源中有 " +
         text(number_of(outage, "failing")) + " 个以同样方式失败（" + reason_zh(outage) + "）";
}

std::string coverage_zh(const Json& report) {
  const std::int64_t all = number_of(report, "failure_events");
  const std::int64_t uncovered = number_of(report, "uncovered");
  const std::int64_t unknown = number_of(report, "unknown");
  if (all == 0) return "";
  if (uncovered == 0 && unknown == 0)
    return number_of(report, "failing") > 0 ? "；能读取到的失败事件都有人收到通知" : "；所有失败事件都有人收到通知";
  std::string line = "；" + text(all) + " 个失败事件中有 " + text(uncovered) + " 个无人收到通知";
  if (unknown > 0) line += "，另有 " + text(unknown) + " 个取决于对我们不可见的项目级设置";
  return line;
}

std::string quiet_zh(const Json& report) {
  const std::int64_t changes = number_of(report, "changes");
  return "定期报告：" + count_of(Language::zh, number_of(report, "resources"), "") + "中的 " +
         text(number_of(report, "observed")) + " 个已观测，期间" +
         (changes == 0 ? std::string("没有变更") : "有 " + text(changes) + " 项变更");
}

std::string report_zh(const ParsedEvent& event) {
  const Json& quiet = member_of(event.data, "report");
  if (event.type == "report.quiet") return quiet_zh(quiet) + coverage_zh(quiet);
  const Json& posture = member_of(event.data, "posture");
  const std::int64_t failing = number_of(posture, "failing");
  std::string line = "正在监视 " + count_of(Language::zh, number_of(posture, "resources"), "");
  if (failing > 0) line += "，其中 " + text(failing) + " 个无法读取";
  return line + coverage_zh(posture);
}

std::string config_zh(const ParsedEvent& event) {
  const Json& count = member_of(member_of(event.data, "config"), "count");
  const std::int64_t all = number_of(count, "added") + number_of(count, "removed") + number_of(count, "changed");
  return "noticed 的配置有 " + text(all) + " 项变更";
}

std::string sink_zh(const ParsedEvent& event) {
  const std::string sink = text_of(event.data, "sink");
  if (event.type == "sink.resumed") return sink + "：恢复发送";
  return sink + "：已暂停发送：" + text_of(member_of(event.data, "suspension"), "reason");
}

/// Empty for an unknown type.
std::string sentence_zh(const ParsedEvent& event) {
  if (event.type.starts_with("resource.")) return resource_zh(event);
  if (event.type == "report.posture" || event.type == "report.quiet") return report_zh(event);
  if (event.type == "config.changed") return config_zh(event);
  if (event.type == "sink.suspended" || event.type == "sink.resumed") return sink_zh(event);
  if (event.type == "storage.low") return "历史数据库所在磁盘空间不足";
  if (event.type == "storage.failed") return "历史数据库写入失败";
  return outage_zh(event);
}

struct Alike {
  std::string_view type, en, zh;
};
constexpr Alike kAlike[]{
    {"resource.unreachable", "cannot be read any more", "已无法读取"},
    {"resource.recovered", "can be read again", "恢复读取"},
    {"resource.gone", "gone; the cloud says they do not exist, or this account may no longer see them",
     "已消失；云端称其不存在，或该账号已无权查看"},
    {"resource.returned", "are there again", "重新出现"},
    {"resource.added", "watched now", "已开始监视"},
    {"resource.renamed", "renamed", "已改名"},
    {"resource.unwatched", "no longer watched", "不再监视"}};

std::string alike_phrase(const ParsedEvent& event, const RenderContext& context) {
  if (event.type == "settings.changed") return change_phrase(event, context);
  const auto* found =
      std::find_if(std::begin(kAlike), std::end(kAlike), [&](const Alike& alike) { return alike.type == event.type; });
  return found == std::end(kAlike) ? event.type : either(context.language, found->en, found->zh);
}

}  // namespace

std::string title_of(const ParsedEvent& event, const RenderContext& context) {
  if (context.language != Language::zh) return event.summary;
  if (event.type == "settings.changed" && event.resource && !event.changes.empty())
    return event.resource->label() + "：" + change_phrase(event, context);
  const std::string sentence = sentence_zh(event);
  return sentence.empty() ? event.summary : sentence;
}

std::string alike_title(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  const Language language = context.language;
  const ParsedEvent& first = *events.front();
  const ParsedResource& resource = *first.resource;
  const auto count = static_cast<std::int64_t>(events.size());
  const bool one_project = std::all_of(events.begin(), events.end(), [&](const ParsedEvent* event) {
    return event->resource->project_id == resource.project_id;
  });
  const auto watched = context.watched.find({first.account, first.service, resource.project_id});
  std::string who = count_of(language, count, first.service);
  if (one_project && watched != context.watched.end() && watched->second >= count) {
    const std::string all = count_of(language, watched->second, first.service);
    const std::string& project = resource.project_name;
    who = language == Language::zh
              ? project + (project.empty() ? "" : " 的 ") + all + "中有 " + measured_zh(count, first.service)
              : text(count) + " of " + all + (project.empty() ? "" : " of " + project);
  }
  return who + either(language, ": ", "：") + alike_phrase(first, context);
}

std::string reverted_title(const ParsedEvent& event, Language language) {
  return (event.resource ? event.resource->label() : event.type) +
         either(language, ": changed and reverted", "：改动后已恢复原样");
}

}  // namespace noticed
