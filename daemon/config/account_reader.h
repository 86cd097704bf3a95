// Reads [[account]]: credentials, endpoints, rate limit. Used by read_config only.
#pragma once

#include <vector>

#include "daemon/config/config_draft.h"
#include "daemon/config/network_reader.h"

namespace noticed {

class AccountReader {
 public:
  /// `draft` must outlive this.
  explicit AccountReader(ConfigDraft& draft) : draft_(draft) {}

  void read(TomlTable table);
  /// Checks that need all files to be read.
  void finish(const NetworkKeys& general);

 private:
  void read_sign_in(TomlTable& table, AccountConfig& account);
  void read_endpoints(TomlTable& table, AccountConfig& account);

  ConfigDraft& draft_;
  std::vector<NetworkKeys> networks_;  // one per account, in the same order
};

}  // namespace noticed
