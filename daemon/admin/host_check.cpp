#include "daemon/admin/host_check.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <string>

#include "storage/model/ascii.h"

namespace noticed {
namespace {

bool is_port(std::string_view text) { return text.size() <= 5 && all_are(text, is_digit); }

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return to_lower(a) == b; });
}

}  // namespace

bool is_own_host(std::string_view host) {
  boost::system::error_code error;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view rest = host.substr(end + 1);
    if (!rest.empty() && !(rest.front() == ':' && is_port(rest.substr(1)))) return false;
    boost::asio::ip::make_address_v6(std::string(host.substr(1, end - 1)), error);
    return !error;
  }
  const auto colon = host.find(':');
  if (colon != std::string_view::npos && !is_port(host.substr(colon + 1))) return false;
  const std::string_view name = host.substr(0, colon);
  if (equals_ignoring_case(name, "localhost")) return true;
  boost::asio::ip::make_address_v4(std::string(name), error);
  return !error;
}

}  // namespace noticed
