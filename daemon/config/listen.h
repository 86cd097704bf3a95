// Where the daemon is listened to: an address of this machine and a port, or a Unix socket. Pure.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace noticed {

/// A path is absolute.
using ListenAddress = std::variant<boost::asio::ip::tcp::endpoint, std::filesystem::path>;

/// "127.0.0.1:9184", "[::1]:9184", "localhost:9184" (the first of them); port 0: any that is free. Names are not looked
/// up. "unix:/run/noticed/metrics.sock". Nothing if it is none of these.
std::optional<ListenAddress> parse_listen(std::string_view text);

/// The same as text, in the form that parse_listen takes.
std::string listen_text(const ListenAddress& address);

}  // namespace noticed
