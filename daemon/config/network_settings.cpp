#include "daemon/config/network_settings.h"

#include "pollers/credential.h"

namespace noticed {

std::shared_ptr<const Network> network_of(const NetworkConfig& config) {
  auto network = std::make_shared<Network>();
  network->proxy = config.proxy;
  network->ca_file = config.ca_file.string();
  for (const auto& host : config.no_proxy) network->no_proxy += (network->no_proxy.empty() ? "" : ",") + host;
  if (!config.proxy_auth_file.empty()) {
    Credential auth(config.proxy_auth_file);
    if (const auto* text = auth.text()) network->proxy_auth = *text;
  }
  return network;
}

}  // namespace noticed
