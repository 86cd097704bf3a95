// Which URLs are allowed, and what of a URL may be displayed.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

/// Why a URL is rejected; empty if it is valid: https, or http on loopback, or http where `plain` allows it; with a
/// host, without user name, white space or control characters. The result never contains the URL.
std::string fault_of_url(const std::string& url, bool plain);

/// Why a proxy's URL is rejected; empty if it is valid: http or https with a host and a port, nothing else. The result
/// never contains the URL.
std::string fault_of_proxy(const std::string& url);

/// Whether path or query look as if they contain a token.
bool carries_token(const std::string& url);

/// The host of a URL, "" if there is none.
std::string host_of(std::string_view url);

/// "scheme://host:port" in lower case, always with the port: the key of rate limits and connections. "" without a host.
std::string origin_of(std::string_view url);

/// The origin for display: the host alone for https on port 443, else with scheme or port.
std::string short_origin(std::string_view origin);

}  // namespace noticed
