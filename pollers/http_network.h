// Sets proxy and trust on a libcurl handle, and explains failures caused by a proxy. Network thread only.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <string>

#include "pollers/http_client.h"

namespace noticed {

/// Sets all options covered by `network` (null: direct). Proxies in the environment are ignored. A `ca_file` of the
/// network replaces the client's and the system's authorities. The file is read at each handshake, so that a replaced
/// one is used at once.
void set_network(CURL* easy, const Network* network, const HttpOptions& options);

/// Why a transfer failed, if the proxy refused or could not be reached; else nullopt. `code` and `message` are
/// libcurl's. Names the proxy, never its user or password.
std::optional<std::string> proxy_fault(CURL* easy, const Network& network, CURLcode code, const std::string& message);

}  // namespace noticed
