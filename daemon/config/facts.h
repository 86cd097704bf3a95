// The configuration files' content as flat keys and values, to compare two configurations and log the differences.
// Built from the TOML alone: new keys need no change here. Used by read_config only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/config/toml_table.h"

namespace noticed {

class Facts {
 public:
  /// Adds a file. Its lists extend those of earlier files, as they do in the configuration.
  void add(const toml::table& root);

  /// "polling.interval" -> "5m", "account.prod.region", "discover.1.projects" -> "[\"*\"]"; values as written, without
  /// defaults. Accounts, sinks and destinations are keyed by name, [[discover]] by number; of [[resource]] only the
  /// number of entries. A sink's URL is cut to "scheme://host/…", and mentioned people are masked. Other places for
  /// secrets are rejected as faults, so use this for valid configurations only.
  std::map<std::string, std::string> all() const;

 private:
  void add_each(const std::string& kind, const toml::array& tables);
  void add_table(const std::string& path, const toml::table& table);
  void add_value(const std::string& path, const toml::node& value);

  std::map<std::string, std::string> scalars_;
  std::map<std::string, std::vector<std::string>> lists_;
  std::size_t resources_ = 0;
  std::size_t discovers_ = 0;
};

}  // namespace noticed
