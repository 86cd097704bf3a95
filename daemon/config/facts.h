// What the configuration's files say, flattened, so that two configurations can be compared and told apart in words.
// Made from the TOML alone: a new key needs nothing here. Used by read_config only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/config/toml_table.h"

namespace noticed {

class Facts {
 public:
  /// One more file. Lists grow, as they do in the configuration.
  void add(const toml::table& root);

  /// "polling.interval" -> "5m", "account.prod.region", "discover.1.projects" -> "[\"*\"]"; values as written, only
  /// what is written. Accounts, sinks and destinations go by name, [[discover]] by number, of [[resource]] there is the
  /// number. A sink's own address is cut down to "scheme://host/…", and whom it calls is masked. What else may be
  /// secret is refused as a fault, so these are for good configurations only.
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
