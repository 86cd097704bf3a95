// [[resource]]: what is watched by hand. Used by read_config only.
#pragma once

#include "daemon/config/config_draft.h"

namespace noticed {

class ResourceReader {
 public:
  /// `draft` must outlive this.
  explicit ResourceReader(ConfigDraft& draft) : draft_(draft) {}

  void read(TomlTable table);
  /// What can only be said once all files are read.
  void finish();
  /// Whether there is one, be it a faulty one.
  bool any() const { return any_; }

 private:
  ConfigDraft& draft_;
  bool any_ = false;
};

}  // namespace noticed
