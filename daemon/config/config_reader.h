// Turns TOML tables into a Config, noting every fault on the way. Used by read_config only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/toml_table.h"

namespace noticed {

class ConfigReader {
 public:
  explicit ConfigReader(ConfigResult& result) : result_(result), config_(result.config) {}

  /// One parsed file. Arrays append to what earlier files gave; a scalar that an earlier file set is a fault.
  void read(const toml::table& root, const std::string& file);
  /// What can only be said once all files are read: references, duplicates, what is missing.
  void finish();

 private:
  void read_daemon(TomlTable table);
  void read_storage(TomlTable table);
  void read_network(TomlTable table);
  void read_polling(TomlTable table);
  void read_coverage(TomlTable table);
  void read_account(TomlTable table);
  void read_endpoints(TomlTable& table, AccountConfig& account);
  void read_resource(TomlTable table);
  void read_destination(TomlTable table);
  void read_sink(TomlTable table);
  void read_match(TomlTable& table, Route& route);
  void check_id(TomlTable& table, const ResourceConfig& resource);
  SectionMask read_channels(TomlTable& table, Service service);

  void finish_accounts();
  void finish_resources();
  void finish_sinks();
  void fault(const Location& at, const std::string& message) { result_.faults.push_back({at, message}); }
  void warn(const Location& at, const std::string& message) { result_.faults.push_back({at, message, true}); }
  /// Notes a scalar; a fault if an earlier file set it.
  void once(TomlTable& table, std::string_view key);
  std::filesystem::path credential(TomlTable& table, std::string_view key);
  /// https, or http on loopback, or http where `plain` allows it; no userinfo, no white space.
  bool check_url(TomlTable& table, std::string_view key, const std::string& url, bool plain);

  ConfigResult& result_;
  Config& config_;
  bool resource_seen_ = false;           // be it a faulty one
  std::map<std::string, Location> set_;  // scalars by "[table] key"
};

}  // namespace noticed
