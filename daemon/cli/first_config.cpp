#include "daemon/cli/first_config.h"

#include <algorithm>
#include <array>

#include "daemon/config/endpoint.h"
#include "daemon/config/sink_rules.h"
#include "storage/model/join.h"

namespace noticed {
namespace {

struct Chat {
  std::string_view type;
  std::string_view address;  // where to find the content of url_file
  std::string_view secret;   // where to find the content of secret_file; empty: not signed
};
/// Fields are named as in the chats' own pages.
constexpr std::array<Chat, 8> kChats{
    {{"feishu", "\"Webhook address\" of the group's Custom Bot: https://open.feishu.cn/open-apis/bot/v2/hook/…",
      "what the bot's \"Signature verification\" (签名校验) shows"},
     {"dingtalk", "\"Webhook\" of the group's Custom robot: https://oapi.dingtalk.com/robot/send?access_token=…",
      "SEC…, what the robot's security setting \"Additional Signature\" (加签) shows"},
     {"wecom", "\"Webhook address\" of the group robot: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…", ""},
     {"slack", "\"Webhook URL\" of an app with Incoming Webhooks: https://hooks.slack.com/services/…", ""},
     {"mattermost", "the URL that Integrations, Incoming Webhooks shows: https://…/hooks/…", ""},
     {"teams", "the URL of a workflow that begins with \"When a Teams webhook request is received\"", ""},
     {"discord", "\"Copy Webhook URL\" of the channel's Integrations: https://discord.com/api/webhooks/…", ""},
     {"webhook", "the https address of the program that shall be told",
      "the text by which that program verifies signatures: whsec_…, or any other"}}};

const Chat* chat_of(std::string_view type) {
  const auto* found = std::find_if(kChats.begin(), kChats.end(), [&](const Chat& chat) { return chat.type == type; });
  return found == kChats.end() ? nullptr : found;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_odd(const std::string& text) {
  return text.size() > 128 || std::any_of(text.begin(), text.end(),
                                          [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// A TOML basic string. Control characters were rejected before.
std::string quoted(const std::string& text) {
  std::string safe = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') safe += '\\';
    safe += c;
  }
  return safe + '"';
}

std::string account_text(const FirstConfig& config) {
  std::string text = "[[account]]\nregion = " + quoted(config.region) + '\n';
  text += "auth = " + quoted(std::string(to_text(config.auth))) + '\n';
  if (config.auth == AuthKind::iam)
    text += "user = " + quoted(config.user) + "\ndomain = " + quoted(config.domain) + '\n';
  return text;
}

std::string discover_text(const FirstConfig& config) {
  if (config.projects.empty()) return "[[discover]]    # all projects that this account sees, now or later\n";
  std::vector<std::string> names;
  for (const auto& project : config.projects) names.push_back(quoted(project));
  return "[[discover]]\nprojects = [" + joined(names) + "]\n";
}

std::string sink_text(const FirstConfig& config) {
  if (config.chat.empty()) return "";
  std::string text = "\n[[sink]]\ntype = " + quoted(config.chat) + '\n';
  text += "url_file = " + quoted(config.chat + "-url") + '\n';
  if (config.is_signed) text += "secret_file = " + quoted(config.chat + "-secret") + '\n';
  return text;
}

}  // namespace

std::string region_list() { return joined(project_regions()); }

std::string chat_list() {
  std::vector<std::string_view> types;
  types.reserve(kChats.size());
  for (const auto& chat : kChats) types.push_back(chat.type);
  return joined(types);
}

std::string take_region(const std::string& answer, FirstConfig& into) {
  if (!documented_project_endpoint(answer))
    return "it is one of: " + region_list() + "; for any other no host is documented that lists projects, see " +
           "`endpoints` in noticed.toml(5)";
  into.region = answer;
  return "";
}

std::string take_auth(const std::string& answer, FirstConfig& into) {
  for (const auto kind : {AuthKind::aksk, AuthKind::agency, AuthKind::iam, AuthKind::token}) {
    if (to_text(kind) != answer) continue;
    into.auth = kind;
    return "";
  }
  return "it is one of: aksk, agency, iam, token";
}

std::string take_name(const std::string& answer, std::string& into) {
  if (answer.empty()) return "it must not be empty";
  if (is_odd(answer)) return "it is too long, or holds odd characters";
  into = answer;
  return "";
}

std::string take_projects(const std::string& answer, FirstConfig& into) {
  std::vector<std::string> projects;
  for (std::size_t from = 0; from <= answer.size();) {
    const std::size_t to = std::min(answer.find(',', from), answer.size());
    std::string name;
    if (const auto wrong = take_name(trimmed(answer.substr(from, to - from)), name); !wrong.empty())
      return "a project's name or id: " + wrong;
    projects.push_back(std::move(name));
    from = to + 1;
  }
  if (projects == std::vector<std::string>{"*"}) projects.clear();
  into.projects = std::move(projects);
  return "";
}

std::string take_chat(const std::string& answer, FirstConfig& into) {
  if (answer != "none" && chat_of(answer) == nullptr) return "it is one of: " + chat_list() + ", none";
  into.chat = answer == "none" ? "" : answer;
  into.is_signed = !into.chat.empty() && takes_secret(into.chat);
  return "";
}

std::string config_text(const FirstConfig& config) {
  std::string text = "# Made by `noticed init`. noticed.toml(5) explains every key; `noticed check` finds faults.\n\n";
  if (!config.database.empty()) text += "[storage]\npath = " + quoted(config.database.string()) + "\n\n";
  return text + account_text(config) + '\n' + discover_text(config) + sink_text(config);
}

std::vector<CredentialHint> credentials_of(const FirstConfig& config) {
  std::vector<CredentialHint> hints;
  switch (config.auth) {
    case AuthKind::aksk:
      hints.push_back({"access-key", "\"Access Key Id\" of the credentials.csv that My Credentials, Access Keys made"});
      hints.push_back({"secret-key", "\"Secret Access Key\" of the same file"});
      break;
    case AuthKind::agency: break;
    case AuthKind::iam: hints.push_back({"password", "the IAM user's password"}); break;
    case AuthKind::token:
      hints.push_back({"token", "an IAM token, the header X-Subject-Token; it lives 24 hours"});
      break;
  }
  if (const Chat* chat = chat_of(config.chat); chat != nullptr) {
    hints.push_back({config.chat + "-url", std::string(chat->address)});
    if (config.is_signed) hints.push_back({config.chat + "-secret", std::string(chat->secret)});
  }
  return hints;
}

}  // namespace noticed
