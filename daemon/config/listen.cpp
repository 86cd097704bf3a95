#include "daemon/config/listen.h"

#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace noticed {

namespace ip = boost::asio::ip;

std::optional<ip::tcp::endpoint> parse_listen(std::string_view text) {
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

std::string listen_text(const ip::tcp::endpoint& endpoint) {
  std::string host = endpoint.address().to_string();
  if (endpoint.address().is_v6()) host.insert(0, "[").append("]");
  return host.append(":").append(std::to_string(endpoint.port()));
}

}  // namespace noticed
