#include "storage/model/wording/words.h"

#include <algorithm>
#include <array>
#include <span>

#include "storage/model/service.h"

namespace noticed {
namespace {

constexpr std::array<Word, 7> kChannels{{{"system", "in-app inbox", "站内信"},
                                         {"email", "email", "邮件"},
                                         {"wecom", "WeCom", "企业微信"},
                                         {"dingtalk", "DingTalk", "钉钉"},
                                         {"feishu", "Feishu", "飞书"},
                                         {"webhook", "webhook", "Webhook"},
                                         {"wechat", "WeChat", "微信公众号"}}};

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

constexpr std::array<Word, 10> kKinds{{{"network", "connection failed", "网络不通"},
                                       {"timeout", "timeout", "响应超时"},
                                       {"tls", "TLS connection failed", "TLS 连接失败"},
                                       {"auth", "sign-in rejected", "登录被拒绝"},
                                       {"forbidden", "access denied", "没有权限"},
                                       {"missing", "not found", "不存在"},
                                       {"throttled", "rate limited", "请求被限流"},
                                       {"server", "server error", "云服务端出错"},
                                       {"malformed", "malformed response", "响应无法解析"},
                                       {"too_large", "response too large", "响应过大"}}};

const Word* find(std::span<const Word> table, std::string_view id) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Word& word) { return word.id == id; });
  return found == table.end() ? nullptr : &*found;
}

const Word* find_in_services(std::span<const Word> ServiceInfo::*table, std::string_view id) {
  for (const ServiceInfo* service : services())
    if (const Word* word = find(service->*table, id)) return word;
  return nullptr;
}

}  // namespace

const Word* channel_word(std::string_view id) { return find(kChannels, id); }
const Word* event_word(std::string_view id) { return find_in_services(&ServiceInfo::events, id); }
const Word* failure_word(std::string_view id) { return find_in_services(&ServiceInfo::failures, id); }
const Word* attribute_word(std::string_view id) { return find(kAttributes, id); }
const Word* failure_kind_word(std::string_view kind) { return find(kKinds, kind); }

bool is_switch(std::string_view attribute) {
  return attribute == "enabled" || attribute == "switch.enabled" || attribute == "webhook.subscribed";
}

}  // namespace noticed
