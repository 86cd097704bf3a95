#include "daemon/config/config_draft.h"

#include <algorithm>
#include <cstdlib>

#include "daemon/config/url.h"
#include "pollers/credential.h"
#include "pollers/regular_file.h"

namespace noticed {

namespace fs = std::filesystem;

namespace {

std::string name_of(const TomlTable& table, std::string_view key) { return table.title() + " " + std::string(key); }

/// Resolves a `*_file`: absolute as given, else in credentials/ next to the configuration, else in
/// $CREDENTIALS_DIRECTORY. A file found nowhere keeps the first place, which messages then name.
fs::path locate(const fs::path& config_file, const fs::path& given) {
  if (given.is_absolute()) return given;
  const fs::path beside = config_file.parent_path() / "credentials" / given;
  std::error_code ignored;
  if (fs::exists(beside, ignored)) return beside;
  if (const char* directory = std::getenv("CREDENTIALS_DIRECTORY"); directory != nullptr) {
    const fs::path passed = fs::path{directory} / given;
    if (fs::exists(passed, ignored)) return passed;
  }
  return beside;
}

/// systemd sets owner and mode of the files in $CREDENTIALS_DIRECTORY.
bool is_from_service_manager(const fs::path& file) {
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  return directory != nullptr && *directory != '\0' && file.parent_path() == fs::path{directory}.lexically_normal();
}

}  // namespace

void ConfigDraft::once(TomlTable& table, std::string_view key) {
  if (!table.has(key)) return;
  const Location here = table.at(key);
  const std::string name = name_of(table, key);
  const auto [before, is_new] = set_.emplace(name, here);
  if (is_new) return;
  fault(here, name + ": is already set at " + before->second.file + ":" + std::to_string(before->second.line));
}

bool ConfigDraft::is_first(TomlTable& table, std::string_view key) {
  return set_.emplace(name_of(table, key), table.at(key)).second;
}

fs::path ConfigDraft::path_of(TomlTable& table, std::string_view key, std::string_view usual) {
  const bool given = table.has(key);
  const auto name = table.string(key);
  if (given && !name) return {};  // already a fault
  const std::string file = name.value_or(std::string(usual));
  if (given && file.empty()) table.fault(key, "must name a file");
  if (file.empty()) return {};
  const bool odd = std::any_of(file.begin(), file.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
  if (odd || file.size() > 128 || file.find("://") != std::string::npos) {
    // Never repeated: it would appear in the journal.
    table.fault(key, "must name a file; this looks like the address or the secret itself");
    return {};
  }
  return locate(config().file, file);
}

fs::path ConfigDraft::secret_file(TomlTable& table, std::string_view key, std::string_view usual, Judge judge,
                                  Judge warning) {
  fs::path path = path_of(table, key, usual);
  if (!path.empty())
    files_.push_back({table.at(key), name_of(table, key), path, std::move(judge), std::move(warning), true});
  return path;
}

fs::path ConfigDraft::certificate_file(TomlTable& table, std::string_view key) {
  fs::path path = path_of(table, key, "");
  if (!path.empty()) files_.push_back({table.at(key), name_of(table, key), path, {}, {}, false});
  return path;
}

bool ConfigDraft::check_url(TomlTable& table, std::string_view key, const std::string& url, bool plain) {
  if (const auto wrong = fault_of_url(url, plain); !wrong.empty()) {
    table.fault(key, wrong);
    return false;
  }
  return true;
}

const AccountConfig* ConfigDraft::account_of(std::string& name, const Location& at, const std::string& title) {
  const auto& accounts = config().accounts;
  if (accounts_.empty())
    for (const auto& account : accounts) accounts_.emplace(account.name, &account);
  if (name.empty() && accounts.size() == 1) name = accounts.front().name;
  const auto found = accounts_.find(name);
  if (found != accounts_.end()) return found->second;
  if (accounts.empty()) return nullptr;  // already reported
  fault(at, name.empty() ? title + ": account is missing; name one, since there are several"
                         : title + " account: there is no [[account]] \"" + name + "\"");
  return nullptr;
}

void ConfigDraft::check_files() {
  const SecretUsers users = secret_users(config().file);
  for (const auto& file : files_) {
    if (!file.secret) {
      check_certificate(file);
      continue;
    }
    check_secret(file);
    if (!is_from_service_manager(file.path)) check_access(file, users);
  }
}

void ConfigDraft::check_access(const NamedFile& file, const SecretUsers& users) {
  const auto add = [&](const std::string& wrong) {
    if (!wrong.empty()) faults().push_back({file.at, file.subject + ": " + wrong, FaultLevel::check_error});
  };
  const fs::path folder = file.path.parent_path();
  if (judged_.insert(folder).second) add(secret_folder_fault(folder, users));
  if (judged_.insert(file.path).second) add(secret_file_fault(file.path, users));
}

void ConfigDraft::check_secret(const NamedFile& file) {
  Credential credential(file.path);
  const std::string* text = credential.text();
  if (text == nullptr) {
    fault(file.at, file.subject + ": " + credential.error());
    return;
  }
  const std::string wrong = file.judge ? file.judge(*text) : "";
  if (!wrong.empty()) fault(file.at, file.subject + ": " + file.path.string() + ": " + wrong);
  const std::string odd = file.warning ? file.warning(*text) : "";
  if (!odd.empty()) warn(file.at, file.subject + ": " + file.path.string() + ": " + odd);
}

void ConfigDraft::check_certificate(const NamedFile& file) {
  constexpr std::size_t kMost = std::size_t{16} << 20U;
  const RegularFile read = read_regular_file(file.path, kMost);
  if (!read.trouble.empty())
    fault(file.at, file.subject + ": " + file.path.string() + ": " + read.trouble);
  else if (!read.text.starts_with("-----BEGIN ") && read.text.find("\n-----BEGIN ") == std::string::npos)
    fault(file.at, file.subject + ": " + file.path.string() + ": contains no certificate in PEM form");
}

}  // namespace noticed
