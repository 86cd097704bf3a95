// The keys of [network], which every account and sink may override. Used by read_config only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config_draft.h"

namespace noticed {

/// The network keys of one table; nullopt where a key is missing.
struct NetworkKeys {
  std::optional<std::string> proxy;
  std::optional<std::filesystem::path> proxy_auth_file;
  std::optional<std::vector<std::string>> no_proxy;
  std::optional<std::filesystem::path> ca_file;
  std::string title;
  Location auth_at;
};

/// Reads the keys. An empty text cancels what [network] sets: no proxy, no user, the system's certificates.
NetworkKeys read_network_keys(TomlTable& table, ConfigDraft& draft);

/// Overrides `general` by `own`. An own proxy does not inherit the user of the general one. A fault if a user is left
/// without a proxy.
NetworkConfig merged(const NetworkKeys& general, const NetworkKeys& own, ConfigDraft& draft);

}  // namespace noticed
