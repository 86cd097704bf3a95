// The network settings that a table of the configuration gives to its requests.
#pragma once

#include <memory>

#include "daemon/config/config.h"
#include "pollers/http_client.h"

namespace noticed {

/// Reads the proxy's user and password. If a file cannot be read they are left out, and the proxy rejects the request.
std::shared_ptr<const Network> network_of(const NetworkConfig& config);

}  // namespace noticed
