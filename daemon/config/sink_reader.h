// Reads [[sink]], where alerts are sent, and [[destination]], the names of webhook addresses. Used by read_config only.
#pragma once

#include <vector>

#include "daemon/config/config_draft.h"
#include "daemon/config/network_reader.h"
#include "daemon/config/sink_type.h"

namespace noticed {

class SinkReader {
 public:
  /// `draft` must outlive this.
  SinkReader(ConfigDraft& draft, SinkTypes types) : draft_(draft), types_(types) {}

  void read(TomlTable table);
  void read_destination(TomlTable table);
  /// Checks that need all files to be read.
  void finish(const NetworkKeys& general);

 private:
  // `type` is null if the type is missing or unknown, which is a fault already.
  void read_address(TomlTable& table, const SinkType* type, SinkConfig& sink);
  void read_secret(TomlTable& table, const SinkType* type, SinkConfig& sink);
  static void read_chat(TomlTable& table, const SinkType* type, SinkConfig& sink);

  ConfigDraft& draft_;
  SinkTypes types_;
  std::vector<NetworkKeys> networks_;  // one per sink, in the same order
};

}  // namespace noticed
