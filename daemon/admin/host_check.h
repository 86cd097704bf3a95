// Checks a request's Host header against DNS rebinding: a foreign web page, opened in a browser on the daemon's
// machine, can make its own host name resolve to 127.0.0.1 and then read what is served there; its requests still carry
// that name. Pure.
#pragma once

#include <string_view>

namespace noticed {

/// Whether the host is "localhost" or an IP address, with or without a port. Only for servers bound to loopback: the
/// names by which other machines reach this one are unknown.
bool is_own_host(std::string_view host);

}  // namespace noticed
