// The keys of [network], which every account and sink may set for itself. Used by read_config only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config_draft.h"

namespace noticed {

/// What one table says of the network; nothing where it says nothing.
struct NetworkKeys {
  std::optional<std::string> proxy;
  std::optional<std::filesystem::path> proxy_auth_file;
  std::optional<std::vector<std::string>> no_proxy;
  std::optional<std::filesystem::path> ca_file;
  std::string title;
  Location auth_at;
};

/// Reads them. An empty text takes back what [network] says: no proxy, no user, the system's certificates.
NetworkKeys read_network_keys(TomlTable& table, ConfigDraft& draft);

/// `own` over `general`. Who has a proxy of his own does not inherit the user of another. A fault where a user is left
/// without a proxy.
NetworkConfig merged(const NetworkKeys& general, const NetworkKeys& own, ConfigDraft& draft);

}  // namespace noticed
