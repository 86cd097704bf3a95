#include "daemon/config/sink_rules.h"

#include <algorithm>

#include "daemon/config/url.h"

namespace noticed {
namespace {

constexpr std::string_view kWhsec = "whsec_";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

/// Number of bytes that padded base64 encodes; 0 if it is invalid.
std::size_t base64_bytes(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return 0;
  std::size_t padding = 0;
  while (padding < 2 && text[text.size() - 1 - padding] == '=') ++padding;
  const std::string_view data = text.substr(0, text.size() - padding);
  const bool good =
      std::all_of(data.begin(), data.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/'; });
  return good ? text.size() / 4 * 3 - padding : 0;
}

bool is_slack_name(std::string_view name) {
  if (name == "here" || name == "channel" || name == "everyone") return true;
  if (name.size() < 2 || (name[0] != 'U' && name[0] != 'W' && name[0] != 'S')) return false;
  return std::all_of(name.begin(), name.end(), [](char c) { return is_capital(c) || is_digit(c); });
}

/// Characters that no chat allows in names, and that could end a mention early.
bool is_odd(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
         std::string_view("<>\"'`*&|\\[]()").find(c) != std::string_view::npos;
}

}  // namespace

std::string fault_of_sink_url(std::string_view type, const std::string& url, bool plain) {
  if (auto wrong = fault_of_url(url, plain); !wrong.empty()) return wrong;
  if (type != "teams") return "";
  std::string host = host_of(url);
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return is_capital(c) ? static_cast<char>(c + ('a' - 'A')) : c; });
  if (host == "webhook.office.com" || host.ends_with(".webhook.office.com"))
    return "is an address of webhook.office.com; Microsoft switched these off in May 2026; make a Workflows URL";
  return "";
}

bool takes_secret(std::string_view type) { return type == "webhook" || type == "dingtalk" || type == "feishu"; }

std::string fault_of_sink_secret(std::string_view type, std::string_view secret) {
  if (type != "webhook" || !secret.starts_with(kWhsec)) return "";
  const std::size_t bytes = base64_bytes(secret.substr(kWhsec.size()));
  if (bytes >= 24 && bytes <= 64) return "";
  return "a secret that begins with whsec_ must go on with base64 of 24 to 64 bytes; copy it again, or leave whsec_ "
         "out";
}

std::string doubt_of_sink_secret(std::string_view type, std::string_view secret) {
  if (type != "dingtalk" || secret.starts_with("SEC")) return "";
  return "DingTalk's signing secrets begin with SEC; is this the one from the robot's security settings?";
}

bool takes_keyword(std::string_view type) { return type == "dingtalk" || type == "feishu"; }

std::string fault_of_keyword(std::string_view keyword) {
  if (keyword.empty()) return "must not be empty";
  if (keyword.size() > 64) return "is too long; 64 bytes at most";
  constexpr std::string_view kMarks = "\\`*_{}[]()<>#+!|~@&\"";
  const bool marked = std::any_of(keyword.begin(), keyword.end(), [&](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || kMarks.find(c) != std::string_view::npos;
  });
  return marked ? "holds a mark that the chat reads as markup; take a word of letters and digits" : "";
}

std::string fault_of_mention(std::string_view type, std::string_view name) {
  const bool odd = name.empty() || name.size() > 128 || std::any_of(name.begin(), name.end(), is_odd);
  if (type == "slack" && (odd || !is_slack_name(name)))
    return "Slack calls by a member's id (U…), a group's (S…), or here, channel, everyone";
  if (type == "discord")
    return is_number(name.starts_with('&') ? name.substr(1) : name)
               ? ""
               : "Discord calls by a user's id (digits) or a role's with & before it (&digits)";
  if (odd || name.starts_with('@')) return "is no name to call; write it without @, spaces and brackets";
  return "";
}

}  // namespace noticed
