// Converts TOML tables to a Config, recording every fault. Used by read_config only.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "daemon/config/account_reader.h"
#include "daemon/config/config_draft.h"
#include "daemon/config/discover_reader.h"
#include "daemon/config/facts.h"
#include "daemon/config/network_reader.h"
#include "daemon/config/resource_reader.h"
#include "daemon/config/sink_reader.h"

namespace noticed {

class ConfigReader {
 public:
  /// `result` must outlive this.
  ConfigReader(ConfigResult& result, SinkTypes types) : draft_(result), sinks_(draft_, types) {}
  ConfigReader(const ConfigReader&) = delete;
  ConfigReader& operator=(const ConfigReader&) = delete;

  /// Reads one parsed file. Arrays extend those of earlier files; a scalar that an earlier file set is a fault.
  void read(const toml::table& root, const std::string& file);
  /// Checks that need all files to be read: references, duplicates, missing tables and keys.
  void finish();
  /// The files' content as flat keys.
  std::map<std::string, std::string> facts() const { return facts_.all(); }

 private:
  void read_daemon(TomlTable table);
  void read_storage(TomlTable table);
  void read_network(TomlTable table);
  void read_polling(TomlTable table);
  void read_coverage(TomlTable table);
  void read_heartbeat(TomlTable table);

  ConfigDraft draft_;
  Facts facts_;
  NetworkKeys network_;
  std::optional<Location> heartbeat_at_;  // position of its interval
  bool named_heartbeat_ = false;
  AccountReader accounts_{draft_};
  ResourceReader resources_{draft_};
  DiscoverReader discovers_{draft_};
  SinkReader sinks_;
};

}  // namespace noticed
