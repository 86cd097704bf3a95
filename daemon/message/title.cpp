#include "daemon/message/title.h"

#include <algorithm>
#include <iterator>

#include "daemon/message/change_facts.h"
#include "daemon/message/clean.h"
#include "daemon/message/wording.h"
#include "storage/model/words.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

std::string text(std::int64_t number) { return std::to_string(number); }

/// "编译构建"; the id of a service that is none of ours.
std::string service_zh(const std::string& service) {
  if (service == "build") return "编译构建";
  if (service == "pipeline") return "流水线";
  if (service == "check") return "代码检查";
  return service == "repo" ? "代码托管" : service;
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

std::string added_zh(const ParsedEvent& told) {
  const Json& added = member_of(told.data, "added");
  if (!told.resource) {
    const std::string count = count_of(Language::zh, number_of(added, "count"), told.service);
    return told.account + (number_of(added, "returned") == 0 ? "：新增 " : "：") + count + "，已开始监视";
  }
  const Json& returned = member_of(added, "returned");
  const bool again = returned.is_boolean() && returned.get<bool>();
  return told.resource->label() + (again ? "：重新出现在列表中，恢复监视" : "：新资源，已开始监视");
}

std::string unwatched_zh(const ParsedEvent& told) {
  const Json& unwatched = member_of(told.data, "unwatched");
  const std::string reason = text_of(unwatched, "reason");
  const std::string because = reason == "config"       ? "（已从配置中移除）"
                              : reason == "filter"     ? "（被配置排除）"
                              : reason == "listing"    ? "（列表中已不存在，且无法读取）"
                              : reason == "permission" ? "（列表中已不存在，且无权读取）"
                                                       : "";
  if (told.resource) return told.resource->label() + "：不再监视" + because;
  return told.account + "：" + count_of(Language::zh, number_of(unwatched, "count"), told.service) + "不再监视" +
         because;
}

std::string resource_zh(const ParsedEvent& told) {
  const std::string who = told.resource ? told.resource->label() + "：" : std::string();
  const Json& failure = member_of(told.data, "failure");
  if (told.type == "resource.unreachable") {
    const std::int64_t polls = number_of(failure, "polls");
    const std::string row = polls > 1 ? "连续 " + text(polls) + " 次轮询失败：" : "";
    return who + "已无法读取（" + row + reason_zh(failure) + "）";
  }
  if (told.type == "resource.gone") return who + "已消失；云端称其不存在，或该账号已无权查看";
  if (told.type == "resource.recovered") return who + "恢复读取" + polls_zh(member_of(told.data, "outage"));
  if (told.type == "resource.returned") return who + "重新出现" + polls_zh(member_of(told.data, "outage"));
  if (told.type == "resource.renamed") return who + "已改名，原名 " + text_of(member_of(told.data, "renamed"), "from");
  if (told.type == "resource.added") return added_zh(told);
  return told.type == "resource.unwatched" ? unwatched_zh(told) : std::string();
}

std::string outage_zh(const ParsedEvent& told) {
  const Json& outage = member_of(told.data, "outage");
  const std::string service = told.account + "：" + service_zh(told.service);
  const Json& observation = member_of(told.data, "observation");
  if (told.type == "observation.stale")
    return service + "的 " + text(number_of(observation, "resources")) + " 个资源中有 " +
           text(number_of(observation, "stale")) + " 个未按时查看：" + text_of(observation, "detail");
  if (told.type == "observation.recovered") return service + "的所有资源恢复按时查看";
  if (told.type == "account.rejected") return told.account + "：云端拒绝该账号登录：" + reason_zh(outage);
  if (told.type == "account.restored") return told.account + "：云端已重新接受该账号登录";
  if (told.type == "service.recovered") return service + "恢复读取";
  if (told.type == "network.lost") return "网络中断：所有请求均无响应（" + reason_zh(outage) + "）";
  if (told.type == "network.restored") return "网络已恢复";
  if (told.type != "service.unreachable") return "";
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

std::string report_zh(const ParsedEvent& told) {
  const Json& quiet = member_of(told.data, "report");
  if (told.type == "report.quiet") return quiet_zh(quiet) + coverage_zh(quiet);
  const Json& posture = member_of(told.data, "posture");
  const std::int64_t failing = number_of(posture, "failing");
  std::string line = "正在监视 " + count_of(Language::zh, number_of(posture, "resources"), "");
  if (failing > 0) line += "，其中 " + text(failing) + " 个无法读取";
  return line + coverage_zh(posture);
}

std::string config_zh(const ParsedEvent& told) {
  const Json& count = member_of(member_of(told.data, "config"), "count");
  const std::int64_t all = number_of(count, "added") + number_of(count, "removed") + number_of(count, "changed");
  return "noticed 的配置有 " + text(all) + " 项变更";
}

std::string sink_zh(const ParsedEvent& told) {
  const std::string sink = text_of(told.data, "sink");
  if (told.type == "sink.resumed") return sink + "：恢复发送";
  return sink + "：已暂停发送：" + text_of(member_of(told.data, "suspension"), "reason");
}

/// Empty for a type that is not known.
std::string sentence_zh(const ParsedEvent& told) {
  if (told.type.starts_with("resource.")) return resource_zh(told);
  if (told.type == "report.posture" || told.type == "report.quiet") return report_zh(told);
  if (told.type == "config.changed") return config_zh(told);
  if (told.type == "sink.suspended" || told.type == "sink.resumed") return sink_zh(told);
  if (told.type == "storage.low") return "历史数据库所在磁盘空间不足";
  if (told.type == "storage.failed") return "历史数据库写入失败";
  return outage_zh(told);
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

std::string alike_phrase(const ParsedEvent& told, const RenderContext& context) {
  if (told.type == "settings.changed") return change_phrase(told, context);
  const auto* found =
      std::find_if(std::begin(kAlike), std::end(kAlike), [&](const Alike& alike) { return alike.type == told.type; });
  return found == std::end(kAlike) ? told.type : either(context.language, found->en, found->zh);
}

}  // namespace

std::string title_of(const ParsedEvent& told, const RenderContext& context) {
  if (context.language != Language::zh) return told.summary;
  if (told.type == "settings.changed" && told.resource && !told.changes.empty())
    return told.resource->label() + "：" + change_phrase(told, context);
  const std::string sentence = sentence_zh(told);
  return sentence.empty() ? told.summary : sentence;
}

std::string alike_title(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  const Language language = context.language;
  const ParsedEvent& first = *events.front();
  const ParsedResource& resource = *first.resource;
  const auto count = static_cast<std::int64_t>(events.size());
  const bool one_project = std::all_of(events.begin(), events.end(), [&](const ParsedEvent* told) {
    return told->resource->project_id == resource.project_id;
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

std::string reverted_title(const ParsedEvent& told, Language language) {
  return (told.resource ? told.resource->label() : told.type) +
         either(language, ": changed and reverted", "：改动后已恢复原样");
}

}  // namespace noticed
