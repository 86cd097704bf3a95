// The way that a transfer takes: proxy and trust, set on a libcurl handle; and what to say when a proxy is in the way.
// Network thread only.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <string>

#include "pollers/http_client.h"

namespace noticed {

/// Sets all options that `network` speaks of (none: a direct way). The environment's proxies are never asked.
/// A `ca_file` of the network is all that is trusted: neither the client's own authorities nor the system's are
/// besides. The file is read at each handshake, so that one that was renewed counts at once.
void set_network(CURL* easy, const Network* network, const HttpOptions& options);

/// Why a transfer over this network failed, if it was the proxy that refused or could not be reached; else nothing.
/// `code` and `message` are libcurl's. Names the proxy, never its user or password.
std::optional<std::string> proxy_fault(CURL* easy, const Network& network, CURLcode code, const std::string& message);

}  // namespace noticed
