// Which addresses may be spoken to at all, and what of an address may be shown.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

/// Why an address is refused; empty when it is good: https, or http on loopback, or http where `plain` allows it;
/// with a host, without user name, white space or control characters. The address itself is never part of the answer.
std::string fault_of_url(const std::string& url, bool plain);

/// Why a proxy's address is refused; empty when it is good: http or https with a host and a port, nothing else. The
/// address itself is never part of the answer.
std::string fault_of_proxy(const std::string& url);

/// Whether path or query look as if they held a key.
bool carries_token(const std::string& url);

/// The host of a URL, "" if there is none.
std::string host_of(std::string_view url);

/// "scheme://host:port" in lower case, the port always there: what rate limits and connections hang on. "" if there is
/// no host.
std::string origin_of(std::string_view url);

/// The origin as people read it: the host alone for https on its own port, else what differs with it.
std::string short_origin(std::string_view origin);

}  // namespace noticed
