// Where the daemon listens: a local address and port, or a Unix socket. Pure.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace noticed {

/// Paths are absolute.
using ListenAddress = std::variant<boost::asio::ip::tcp::endpoint, std::filesystem::path>;

/// Parses "127.0.0.1:9184", "[::1]:9184", "localhost:9184" (meaning 127.0.0.1) or "unix:/run/noticed/metrics.sock";
/// port 0: any free port. Names are not resolved. Returns nullopt for anything else.
std::optional<ListenAddress> parse_listen(std::string_view text);

/// The address in the form that parse_listen accepts.
std::string listen_text(const ListenAddress& address);

}  // namespace noticed
