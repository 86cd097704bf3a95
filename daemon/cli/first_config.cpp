#include "daemon/cli/first_config.h"

#include <algorithm>

#include "daemon/config/endpoint.h"
#include "daemon/sinks/sink_table.h"
#include "storage/model/join.h"

namespace noticed {
namespace {

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
  if (config.projects.empty()) return "[[discover]]    # all projects that this account can see, also future ones\n";
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

std::string chat_list() { return names_of(sink_types()); }

std::string set_region(const std::string& answer, FirstConfig& into) {
  if (!documented_project_endpoint(answer))
    return "Unknown region; choose one of: " + region_list() +
           ". No host that lists projects is documented for any other: see `endpoints` in noticed.toml(5)";
  into.region = answer;
  return "";
}

std::string set_auth(const std::string& answer, FirstConfig& into) {
  for (const auto kind : {AuthKind::aksk, AuthKind::agency, AuthKind::iam, AuthKind::token}) {
    if (to_text(kind) != answer) continue;
    into.auth = kind;
    return "";
  }
  return "Unknown way to sign in; choose one of: aksk, agency, iam, token";
}

std::string set_name(const std::string& answer, std::string& into) {
  if (answer.empty()) return "A name must not be empty";
  if (is_odd(answer)) return "A name must have at most 128 bytes and no control characters";
  into = answer;
  return "";
}

std::string set_projects(const std::string& answer, FirstConfig& into) {
  std::vector<std::string> projects;
  for (std::size_t from = 0; from <= answer.size();) {
    const std::size_t to = std::min(answer.find(',', from), answer.size());
    std::string name;
    if (const auto wrong = set_name(trimmed(answer.substr(from, to - from)), name); !wrong.empty()) return wrong;
    projects.push_back(std::move(name));
    from = to + 1;
  }
  if (projects == std::vector<std::string>{"*"}) projects.clear();
  into.projects = std::move(projects);
  return "";
}

std::string set_chat(const std::string& answer, FirstConfig& into) {
  const SinkType* type = find_type(sink_types(), answer);
  if (answer != "none" && type == nullptr) return "Unknown chat; choose one of: " + chat_list() + ", none";
  into.chat = type == nullptr ? "" : answer;
  into.is_signed = type != nullptr && !type->secret_hint.empty();
  return "";
}

std::string config_text(const FirstConfig& config) {
  std::string text =
      "# Written by `noticed init`. noticed.toml(5) explains every key; `noticed check` finds errors.\n\n";
  if (!config.database.empty()) text += "[storage]\npath = " + quoted(config.database.string()) + "\n\n";
  return text + account_text(config) + '\n' + discover_text(config) + sink_text(config);
}

std::vector<CredentialHint> credentials_of(const FirstConfig& config) {
  std::vector<CredentialHint> hints;
  switch (config.auth) {
    case AuthKind::aksk:
      hints.push_back(
          {"access-key", "\"Access Key Id\" in the credentials.csv that My Credentials > Access Keys downloads"});
      hints.push_back({"secret-key", "\"Secret Access Key\" in the same file"});
      break;
    case AuthKind::agency: break;
    case AuthKind::iam: hints.push_back({"password", "the IAM user's password"}); break;
    case AuthKind::token:
      hints.push_back({"token", "an IAM token, from the header X-Subject-Token; it is valid for 24 hours"});
      break;
  }
  if (const SinkType* type = find_type(sink_types(), config.chat)) {
    hints.push_back({config.chat + "-url", std::string(type->address_hint)});
    if (config.is_signed) hints.push_back({config.chat + "-secret", std::string(type->secret_hint)});
  }
  return hints;
}

}  // namespace noticed
