// Whether a request's Host header may name us. A page of somebody else's, opened in a browser beside the daemon, can
// make its own name mean 127.0.0.1 and then read what is served there (DNS rebinding); its requests still carry that
// name. Pure.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string_view>

namespace noticed {

/// Bound to loopback: "localhost" or an IP address, with or without a port. Bound to anything else: any name, since by
/// what name others reach this machine is not known here.
bool host_may_ask(std::string_view host, const boost::asio::ip::address& bound);

}  // namespace noticed
