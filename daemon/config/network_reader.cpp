#include "daemon/config/network_reader.h"

#include <algorithm>

#include "daemon/config/url.h"

namespace noticed {

namespace fs = std::filesystem;

namespace {

std::string fault_of_auth(const std::string& text) {
  const auto colon = text.find(':');
  return colon == std::string::npos || colon == 0 ? "must contain user:password" : "";
}

std::string fault_of_no_proxy(const std::string& name) {
  const auto odd = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == ','; };
  if (name.empty() || std::any_of(name.begin(), name.end(), odd) || name.find("://") != std::string::npos)
    return "each item must be one host, domain or network";
  // In libcurl a domain matches all its subdomains; the only wildcard is a lone "*".
  if (name != "*" && name.find('*') != std::string::npos)
    return "write a domain without *; its subdomains are included";
  return "";
}

/// Whether the key is present and "".
bool is_taken_back(TomlTable& table, std::string_view key) {
  const auto* node = table.take(key);
  return node != nullptr && node->value_exact<std::string>() == std::string{};
}

void read_proxy(TomlTable& table, NetworkKeys& keys) {
  keys.proxy = table.string("proxy");
  if (!keys.proxy || keys.proxy->empty()) return;
  if (const auto wrong = fault_of_proxy(*keys.proxy); !wrong.empty()) table.fault("proxy", wrong);
  if (keys.proxy->ends_with('/')) keys.proxy->pop_back();
}

}  // namespace

NetworkKeys read_network_keys(TomlTable& table, ConfigDraft& draft) {
  NetworkKeys keys;
  keys.title = table.title();
  read_proxy(table, keys);
  keys.no_proxy = table.strings("no_proxy");
  for (const auto& name : keys.no_proxy.value_or(std::vector<std::string>{}))
    if (const auto wrong = fault_of_no_proxy(name); !wrong.empty()) {
      table.fault("no_proxy", wrong);
      break;
    }
  keys.auth_at = table.at("proxy_auth_file");
  if (is_taken_back(table, "proxy_auth_file"))
    keys.proxy_auth_file.emplace();
  else if (auto path = draft.secret_file(table, "proxy_auth_file", "", fault_of_auth); !path.empty())
    keys.proxy_auth_file = std::move(path);
  if (is_taken_back(table, "ca_file"))
    keys.ca_file.emplace();
  else if (auto path = draft.certificate_file(table, "ca_file"); !path.empty())
    keys.ca_file = std::move(path);
  return keys;
}

NetworkConfig merged(const NetworkKeys& general, const NetworkKeys& own, ConfigDraft& draft) {
  NetworkConfig network;
  network.proxy = own.proxy.value_or(general.proxy.value_or(""));
  network.no_proxy = own.no_proxy.value_or(general.no_proxy.value_or(std::vector<std::string>{}));
  network.ca_file = own.ca_file.value_or(general.ca_file.value_or(fs::path{}));
  const bool same_proxy = !network.proxy.empty() && network.proxy == general.proxy.value_or("");
  const fs::path inherited = same_proxy ? general.proxy_auth_file.value_or(fs::path{}) : fs::path{};
  network.proxy_auth_file = own.proxy_auth_file.value_or(inherited);
  if (network.proxy.empty() && !network.proxy_auth_file.empty())
    draft.fault(own.auth_at, own.title + " proxy_auth_file: needs a proxy; set proxy too");
  return network;
}

}  // namespace noticed
