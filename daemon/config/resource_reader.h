// Reads [[resource]]: resources listed by hand. Used by read_config only.
#pragma once

#include "daemon/config/config_draft.h"

namespace noticed {

class ResourceReader {
 public:
  /// `draft` must outlive this.
  explicit ResourceReader(ConfigDraft& draft) : draft_(draft) {}

  void read(TomlTable table);
  /// Checks that need all files to be read.
  void finish();
  /// Whether there is any, valid or not.
  bool any() const { return any_; }

 private:
  ConfigDraft& draft_;
  bool any_ = false;
};

}  // namespace noticed
