// [[account]]: how it signs in, which hosts it asks, how fast. Used by read_config only.
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
  /// What can only be said once all files are read.
  void finish(const NetworkKeys& general);

 private:
  void read_sign_in(TomlTable& table, AccountConfig& account);
  void read_endpoints(TomlTable& table, AccountConfig& account);

  ConfigDraft& draft_;
  std::vector<NetworkKeys> networks_;  // of each account, in the same order
};

}  // namespace noticed
