// The minimal configuration from the answers of `noticed init`: its text, and the credential files it names. Pure.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/config.h"

namespace noticed {

struct FirstConfig {
  std::string region;
  AuthKind auth = AuthKind::aksk;
  std::string user, domain;           // iam
  std::vector<std::string> projects;  // names, ids or patterns; empty: all
  std::string chat;                   // a sink type; empty: none
  bool is_signed = false;             // whether its messages are signed
  std::filesystem::path database;     // empty: the default
};

/// A file of credentials/ that the user must fill, and its content.
struct CredentialHint {
  std::string file;
  std::string what;
};

/// Each stores an answer, or returns why it is rejected, without repeating it: people paste secrets in the wrong place.
std::string set_region(const std::string& answer, FirstConfig& into);
std::string set_auth(const std::string& answer, FirstConfig& into);
std::string set_name(const std::string& answer, std::string& into);
/// Comma-separated; "*" alone means all.
std::string set_projects(const std::string& answer, FirstConfig& into);
/// A sink type, or "none".
std::string set_chat(const std::string& answer, FirstConfig& into);

/// "ap-southeast-3, cn-north-4, …", "feishu, dingtalk, …".
std::string region_list();
std::string chat_list();

std::string config_text(const FirstConfig& config);
std::vector<CredentialHint> credentials_of(const FirstConfig& config);

}  // namespace noticed
