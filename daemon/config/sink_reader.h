// Reads [[sink]], where alerts are sent, and [[destination]], the names of webhook addresses. Used by read_config only.
#pragma once

#include <vector>

#include "daemon/config/config_draft.h"
#include "daemon/config/network_reader.h"

namespace noticed {

class SinkReader {
 public:
  /// `draft` must outlive this.
  explicit SinkReader(ConfigDraft& draft) : draft_(draft) {}

  void read(TomlTable table);
  void read_destination(TomlTable table);
  /// Checks that need all files to be read.
  void finish(const NetworkKeys& general);

 private:
  void read_address(TomlTable& table, SinkConfig& sink);
  void read_secret(TomlTable& table, SinkConfig& sink);
  static void read_chat(TomlTable& table, SinkConfig& sink);

  ConfigDraft& draft_;
  std::vector<NetworkKeys> networks_;  // one per sink, in the same order
};

}  // namespace noticed
