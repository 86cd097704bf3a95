#include "storage/model/words.h"

#include <algorithm>
#include <array>
#include <span>

namespace noticed {
namespace {

constexpr std::array<Word, 7> kChannels{{{"system", "in-app inbox", "站内信"},
                                         {"email", "email", "邮件"},
                                         {"wecom", "WeCom", "企业微信"},
                                         {"dingtalk", "DingTalk", "钉钉"},
                                         {"feishu", "Feishu", "飞书"},
                                         {"webhook", "webhook", "Webhook"},
                                         {"wechat", "WeChat", "微信公众号"}}};

constexpr std::array<Word, 3> kFailures{{{"buildJobFail", "failed builds", "构建失败"},
                                         {"pipelineRun.failed", "failed pipeline runs", "流水线运行失败"},
                                         {"codeGateFailed", "failed quality gates", "质量门禁未通过"}}};

constexpr std::array<Word, 25> kEvents{{{"buildJobSuccess", "build succeeded", "构建成功"},
                                        {"buildJobFail", "build failed", "构建失败"},
                                        {"updateConfigJob", "build job reconfigured", "构建任务配置变更"},
                                        {"deleteJob", "build job deleted", "构建任务删除"},
                                        {"forbiddenJob", "build job disabled", "构建任务禁用"},
                                        {"pipeline.updated", "pipeline reconfigured", "流水线配置变更"},
                                        {"pipeline.deleted", "pipeline deleted", "流水线删除"},
                                        {"pipelineRun.succeed", "pipeline run succeeded", "流水线运行成功"},
                                        {"pipelineRun.failed", "pipeline run failed", "流水线运行失败"},
                                        {"pipelineRun.pause", "pipeline run paused", "流水线运行暂停"},
                                        {"pipelineRun.suspend", "pipeline run suspended", "流水线运行挂起"},
                                        {"pipelineRun.ignored", "pipeline run ignored", "流水线运行忽略"},
                                        {"codeGateFailed", "quality gate failed", "质量门禁未通过"},
                                        {"deleteTask", "check task deleted", "检查任务删除"},
                                        {"executeTask", "check finished", "检查完成"},
                                        {"mr.open", "merge request opened", "新建合并请求"},
                                        {"mr.update", "merge request updated", "更新合并请求"},
                                        {"mr.merge", "merge request merged", "合入合并请求"},
                                        {"mr.review", "merge request reviewed", "检视合并请求"},
                                        {"mr.approve", "merge request approved", "审核通过合并请求"},
                                        {"mr.create_note", "comment made", "新增检视意见"},
                                        {"mr.resolve_note", "comment resolved", "解决检视意见"},
                                        {"repo.delete", "repository deleted", "删除代码仓"},
                                        {"repo.capacity_warning", "repository nearly full", "代码仓容量预警"},
                                        {"member.create", "member added", "新增成员"}}};

constexpr std::array<Word, 18> kAttributes{
    {{"webhook.url", "webhook address", "Webhook 地址"},
     {"webhook.secret", "webhook secret", "Webhook 密钥"},
     {"webhook.id", "webhook id", "Webhook ID"},
     {"webhook.content", "message content", "消息内容"},
     {"webhook.has_token", "webhook token set", "Webhook 令牌已设置"},
     {"mentions.users", "mentioned people", "@ 的成员"},
     {"mentions.phones", "mentioned phone numbers", "@ 的手机号"},
     {"recipients.roles", "notified roles", "通知角色"},
     {"recipients.role_ids", "notified role ids", "通知角色 ID"},
     {"recipients.users", "notified people", "通知成员"},
     {"recipients.roles_enabled", "notifying roles", "按角色通知"},
     {"recipients.users_enabled", "notifying people", "按成员通知"},
     {"source", "decided by", "设置来源"},
     {"switch.source", "decided by", "设置来源"},
     {"switch.available", "may be switched", "允许开关"},
     {"threshold.repo_usage_percent", "capacity warning (%)", "容量预警阈值（%）"},
     {"config", "extra settings", "附加配置"},
     {"name", "name", "名称"}}};

constexpr std::array<Word, 10> kKinds{{{"network", "no connection", "网络不通"},
                                       {"timeout", "no answer in time", "响应超时"},
                                       {"tls", "no trusted connection", "TLS 连接失败"},
                                       {"auth", "sign-in rejected", "认证被拒绝"},
                                       {"forbidden", "not allowed", "没有权限"},
                                       {"missing", "not there", "不存在"},
                                       {"throttled", "too many requests", "请求被限流"},
                                       {"server", "an error on the cloud's side", "云服务端出错"},
                                       {"malformed", "an answer that makes no sense", "响应无法解析"},
                                       {"too_large", "an answer that is too large", "响应过大"}}};

const Word* find(std::span<const Word> table, std::string_view id) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Word& word) { return word.id == id; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

const Word* channel_word(std::string_view id) { return find(kChannels, id); }
const Word* event_word(std::string_view id) { return find(kEvents, id); }
const Word* failure_word(std::string_view id) { return find(kFailures, id); }
const Word* attribute_word(std::string_view id) { return find(kAttributes, id); }
const Word* failure_kind_word(std::string_view kind) { return find(kKinds, kind); }

bool is_switch(std::string_view attribute) {
  return attribute == "enabled" || attribute == "switch.enabled" || attribute == "webhook.subscribed";
}

}  // namespace noticed
