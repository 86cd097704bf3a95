#include "daemon/config/listen.h"

#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace noticed {

namespace ip = boost::asio::ip;

namespace {

constexpr std::string_view kUnix = "unix:";

std::optional<ip::tcp::endpoint> parse_tcp(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (wrong != std::errc{} || end != digits.data() + digits.size()) return {};
  if (host == "localhost") return ip::tcp::endpoint{ip::address_v4::loopback(), port};
  boost::system::error_code error;
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    const auto address = ip::make_address_v6(std::string(host), error);
    if (error) return {};
    return ip::tcp::endpoint{address, port};
  }
  const auto address = ip::make_address_v4(std::string(host), error);
  if (error) return {};
  return ip::tcp::endpoint{address, port};
}

}  // namespace

std::optional<ListenAddress> parse_listen(std::string_view text) {
  if (!text.starts_with(kUnix)) return parse_tcp(text);
  const std::filesystem::path path(text.substr(kUnix.size()));
  if (!path.is_absolute() || !path.has_filename()) return {};
  return path;
}

std::string listen_text(const ListenAddress& address) {
  if (const auto* path = std::get_if<std::filesystem::path>(&address)) return std::string(kUnix) + path->string();
  const auto& endpoint = std::get<ip::tcp::endpoint>(address);
  std::string host = endpoint.address().to_string();
  if (endpoint.address().is_v6()) host.insert(0, "[").append("]");
  return host.append(":").append(std::to_string(endpoint.port()));
}

}  // namespace noticed
