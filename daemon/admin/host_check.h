// Whether a request's Host header may name us. A page of somebody else's, opened in a browser beside the daemon, can
// make its own name mean 127.0.0.1 and then read what is served there (DNS rebinding); its requests still carry that
// name. Pure.
#pragma once

#include <string_view>

namespace noticed {

/// "localhost" or an IP address, with or without a port. To be asked where the server is bound to loopback: by what
/// name others reach this machine is not known here.
bool is_own_host(std::string_view host);

}  // namespace noticed
