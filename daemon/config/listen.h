// Where the daemon is listened to: an address of this machine and a port. Pure.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace noticed {

/// "127.0.0.1:9184", "[::1]:9184", "localhost:9184" (the first of them); port 0: any that is free. Names are not looked
/// up. Nothing if it is none of these.
std::optional<boost::asio::ip::tcp::endpoint> parse_listen(std::string_view text);

/// The same as text, in the form that parse_listen takes.
std::string listen_text(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace noticed
