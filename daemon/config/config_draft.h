// A configuration while it is read: the state shared by the readers of its tables. Used by read_config only.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/permission.h"
#include "daemon/config/toml_table.h"

namespace noticed {

class ConfigDraft {
 public:
  /// Returns the fault of a file's first line, without repeating the line; empty if there is none.
  using Judge = std::function<std::string(const std::string& text)>;

  /// `result` must outlive this.
  explicit ConfigDraft(ConfigResult& result) : result_(result) {}

  Config& config() { return result_.config; }
  std::vector<Fault>& faults() { return result_.faults; }
  void fault(const Location& at, const std::string& message) { result_.faults.push_back({at, message}); }
  void warn(const Location& at, const std::string& message) {
    result_.faults.push_back({at, message, FaultLevel::warning});
  }

  /// Records a scalar; a fault if an earlier file set it.
  void once(TomlTable& table, std::string_view key);
  /// Records a list that later files extend; returns true for the first.
  bool is_first(TomlTable& table, std::string_view key);

  /// The file named by a key, or `usual` if the key is missing; empty if there is neither, or on a fault. check_files()
  /// reads it later and passes its first line to `judge`, and to `warning`, which only warns.
  std::filesystem::path secret_file(TomlTable& table, std::string_view key, std::string_view usual = "",
                                    Judge judge = {}, Judge warning = {});
  /// The same for a certificate file, which is not secret.
  std::filesystem::path certificate_file(TomlTable& table, std::string_view key);

  /// A fault unless the key's URL is https, http on loopback, or http where `plain` allows it.
  bool check_url(TomlTable& table, std::string_view key, const std::string& url, bool plain);

  /// Fills in the account if there is only one. Returns the account, or null after a fault. All accounts must be read
  /// before.
  const AccountConfig* account_of(std::string& name, const Location& at, const std::string& title);

  /// Reads every file that a key named, and checks who else has access to it. Call once, at the end.
  void check_files();

 private:
  struct NamedFile {
    Location at;
    std::string subject;  // "[[sink]] url_file"
    std::filesystem::path path;
    Judge judge;
    Judge warning;
    bool secret = true;
  };
  std::filesystem::path path_of(TomlTable& table, std::string_view key, std::string_view usual);
  void check_secret(const NamedFile& file);
  void check_access(const NamedFile& file, const SecretUsers& users);
  void check_certificate(const NamedFile& file);

  ConfigResult& result_;
  std::map<std::string, Location> set_;  // scalars and lists by "[table] key"
  std::vector<NamedFile> files_;
  std::set<std::filesystem::path> judged_;                // files and folders; each is reported once
  std::map<std::string, const AccountConfig*> accounts_;  // by name, built at first use
};

}  // namespace noticed
