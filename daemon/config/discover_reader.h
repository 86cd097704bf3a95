// [[discover]]: what is watched because it is there. Used by read_config only.
#pragma once

#include <vector>

#include "daemon/config/config_draft.h"

namespace noticed {

class DiscoverReader {
 public:
  /// `draft` must outlive this.
  explicit DiscoverReader(ConfigDraft& draft) : draft_(draft) {}

  void read(TomlTable table);
  /// What can only be said once all files are read.
  void finish();

 private:
  void check_hosts(DiscoverConfig& discover, const AccountConfig& account, bool named);

  ConfigDraft& draft_;
  std::vector<bool> named_;  // of each [[discover]], in the same order: whether it names its services
};

}  // namespace noticed
