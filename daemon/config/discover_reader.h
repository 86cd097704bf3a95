// Reads [[discover]]: rules for watching whatever exists. Used by read_config only.
#pragma once

#include <vector>

#include "daemon/config/config_draft.h"

namespace noticed {

class DiscoverReader {
 public:
  /// `draft` must outlive this.
  explicit DiscoverReader(ConfigDraft& draft) : draft_(draft) {}

  void read(TomlTable table);
  /// Checks that need all files to be read.
  void finish();

 private:
  void check_hosts(DiscoverConfig& discover, const AccountConfig& account, bool named);

  ConfigDraft& draft_;
  std::vector<bool> named_;  // for each [[discover]], in the same order: whether it names its services
};

}  // namespace noticed
