#include "pollers/answer_fields.h"

#include <algorithm>
#include <array>
#include <string>

#include "storage/model/ascii.h"

namespace noticed::codearts {
namespace {

struct Entry {
  std::string_view name;
  Field field;
};

constexpr std::array kFields{
    // Build
    Entry{"result", Field::plain},
    Entry{"error", Field::plain},
    Entry{"status", Field::plain},
    Entry{"notice_type", Field::plain},
    Entry{"enable_map", Field::plain},
    Entry{"param_config", Field::config},
    // Pipeline
    Entry{"type", Field::plain},
    Entry{"events", Field::plain},
    Entry{"event", Field::plain},
    Entry{"webhook_config", Field::plain},
    Entry{"id", Field::id},
    Entry{"selected", Field::plain},
    Entry{"name", Field::plain},
    Entry{"english_name", Field::plain},
    Entry{"notice_roles", Field::plain},
    Entry{"resource_role_receivers", Field::plain},
    Entry{"notice_id", Field::id},
    Entry{"url", Field::url},
    Entry{"options", Field::plain},
    Entry{"mentioned_list", Field::plain},
    Entry{"mentioned_mobile_list", Field::phones},
    Entry{"secret_info", Field::secret},
    Entry{"enabled", Field::plain},
    Entry{"project_switch", Field::plain},
    Entry{"can_open", Field::plain},
    // Check
    Entry{"codeGateFailed", Field::plain},
    Entry{"deleteTask", Field::plain},
    Entry{"executeTask", Field::plain},
    Entry{"roles", Field::plain},
    Entry{"sendMail", Field::plain},
    Entry{"sendMessage", Field::plain},
    Entry{"sendOfficialAccount", Field::plain},
    Entry{"sendRolesEnable", Field::plain},
    Entry{"sendUsersEnable", Field::plain},
    Entry{"userIds", Field::id},
    // Repo
    Entry{"internal_message", Field::plain},
    Entry{"email", Field::plain},
    Entry{"qyweixin", Field::plain},
    Entry{"feishu", Field::plain},
    Entry{"dingding", Field::plain},
    Entry{"config_source", Field::plain},
    Entry{"repository_id", Field::plain},
    Entry{"waring_repo_usage_rate", Field::plain},
    Entry{"subscript_events", Field::plain},
    Entry{"mention_users", Field::plain},
    Entry{"mention_phone", Field::phones},
    Entry{"has_token", Field::plain},
    Entry{"resource_type", Field::plain},
    Entry{"action", Field::plain},
    Entry{"role_ids", Field::id},
    Entry{"role_names", Field::plain},
    // Listings
    Entry{"total", Field::plain},
    Entry{"projects", Field::plain},
    Entry{"project_id", Field::id},
    Entry{"project_name", Field::plain},
    Entry{"jobs", Field::plain},
    Entry{"job_list", Field::plain},
    Entry{"job_name", Field::plain},
    Entry{"pipelines", Field::plain},
    Entry{"pipeline_id", Field::id},
    Entry{"pipelineId", Field::id},
    Entry{"tasks", Field::plain},
    Entry{"task_id", Field::id},
    Entry{"task_name", Field::plain},
};

constexpr std::array<std::string_view, 5> kConfigMembers{"events", "notice_id", "options", "mentioned_list",
                                                         "mention_users"};

constexpr auto kWords = std::to_array<std::string_view>(
    {// Build: ListNotice (notice types, states, events)
     "MESSAGE", "MAIL", "WECOM", "DING_TALK", "FEISHU", "success", "fail", "buildJobSuccess", "buildJobFail",
     "updateConfigJob", "deleteJob", "forbiddenJob",
     // Pipeline: GetPipelineMessageNoticeByType (events, content), ShowPipelineOfficialNotice (types, roles)
     "pipeline.updated", "pipeline.deleted", "pipelineRun.succeed", "pipelineRun.failed", "pipelineRun.pause",
     "pipelineRun.suspend", "pipelineRun.ignored", "projectName", "EMAIL", "CREATOR", "EXECUTOR", "COLLECTOR",
     // Check: ShowNotification (events), ShowTaskWebhookInfo (types, content), transmission/notification (states)
     "codeGateFailed", "deleteTask", "executeTask", "dingtalk", "lark", "jobResult", "reviewResult", "issues",
     "linkUrl", "OK", "BAD_REQUEST", "error",
     // Repo: ShowNotificationSubscription (types, sources, resources, actions, roles)
     "internal_message", "qyweixin", "dingding", "repo", "product", "group", "mr", "member", "note", "create", "open",
     "update", "delete", "merge", "review", "approve", "create_note", "resolve_note", "capacity_warning", "mention",
     "assignee", "reviewer", "scorer", "approver",
     // Values made by the pollers: channels, sources
     "system", "wechat", "webhook", "project", "pipeline"});

constexpr std::array<std::string_view, 10> kSecretSounds{"secret",     "token", "passw", "key",  "sign",
                                                         "credential", "auth",  "密码",  "密钥", "令牌"};

struct KnownList {
  std::string_view name;
  int level;
};
constexpr std::array kLists{
    KnownList{"result", 0},    KnownList{"events", 0},   KnownList{"event", 0}, KnownList{"subscript_events", 0},
    KnownList{"projects", 0},  KnownList{"projects", 1}, KnownList{"jobs", 0},  KnownList{"job_list", 1},
    KnownList{"pipelines", 0}, KnownList{"tasks", 0}};

}  // namespace

Field field_of(std::string_view name) {
  const auto found = std::find_if(kFields.begin(), kFields.end(), [name](const Entry& e) { return e.name == name; });
  return found == kFields.end() ? Field::unknown : found->field;
}

bool is_config_member(std::string_view name) {
  return std::find(kConfigMembers.begin(), kConfigMembers.end(), name) != kConfigMembers.end();
}

std::span<const std::string_view> known_words() { return kWords; }

bool sounds_secret(std::string_view name) {
  const std::string folded = lower_case(std::string(name));
  return std::any_of(kSecretSounds.begin(), kSecretSounds.end(),
                     [&](std::string_view sound) { return folded.find(sound) != std::string::npos; });
}

bool is_known_list(std::string_view name, int level) {
  return std::any_of(kLists.begin(), kLists.end(),
                     [&](const KnownList& list) { return list.name == name && list.level == level; });
}

}  // namespace noticed::codearts
