#include "daemon/config/url.h"

#include <algorithm>
#include <charconv>

#include "storage/model/ascii.h"

namespace noticed {
namespace {

constexpr const char* kHasUser = "the address must not hold a user name or password";

bool is_loopback(std::string_view host) {
  const bool is_number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "[::1]" || (is_number && host.starts_with("127."));
}

/// "host[:port]", possibly with a user name before it; "" if there is none.
std::string_view authority_of(std::string_view url) {
  const auto start = url.find("://");
  if (start == std::string_view::npos) return "";
  const std::string_view rest = url.substr(start + 3);
  return rest.substr(0, rest.find_first_of("/?#"));
}

/// With the colon before it; "" if there is none.
std::string_view port_of(std::string_view authority) {
  const auto bracket = authority.rfind(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return colon == std::string_view::npos ? "" : authority.substr(colon);
}

bool is_odd(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }

}  // namespace

std::string host_of(std::string_view url) {
  const std::string_view authority = authority_of(url);
  if (authority.starts_with('[')) return std::string(authority.substr(0, authority.find(']') + 1));
  return std::string(authority.substr(0, authority.find(':')));
}

std::string origin_of(std::string_view url) {
  const std::string_view authority = authority_of(url);
  if (host_of(url).empty()) return "";
  std::string origin(url.substr(0, url.find("://") + 3));
  origin += authority;
  origin = lower_case(std::move(origin));
  if (port_of(authority).empty()) origin += origin.starts_with("http://") ? ":80" : ":443";
  return origin;
}

std::string short_origin(std::string_view origin) {
  constexpr std::string_view kSecure = "https://";
  constexpr std::string_view kPort = ":443";
  if (!origin.starts_with(kSecure)) return std::string(origin);
  origin.remove_prefix(kSecure.size());
  if (origin.ends_with(kPort)) origin.remove_suffix(kPort.size());
  return std::string(origin);
}

std::string fault_of_url(const std::string& url, bool plain) {
  if (std::any_of(url.begin(), url.end(), is_odd)) return "the address contains a space or a control character";
  const std::string host = host_of(url);
  if (host.empty()) return "is not an address; write https://host/…";
  if (authority_of(url).find('@') != std::string_view::npos) return kHasUser;
  if (url.starts_with("https://")) return "";
  if (!url.starts_with("http://")) return "must begin with https://";
  if (plain || is_loopback(host)) return "";
  return "must begin with https://; plain http is allowed for loopback only";
}

std::string fault_of_proxy(const std::string& url) {
  if (std::any_of(url.begin(), url.end(), is_odd)) return "the address contains a space or a control character";
  const std::string_view authority = authority_of(url);
  if (authority.find('@') != std::string_view::npos)
    return "the address must not hold a user name or password; put user:password into a file and set "
           "proxy_auth_file to it";
  if (host_of(url).empty()) return "is not an address; write http://host:port";
  if (!url.starts_with("http://") && !url.starts_with("https://")) return "must begin with http:// or https://";
  std::string_view rest = std::string_view(url).substr(url.find("://") + 3 + authority.size());
  if (!rest.empty() && rest != "/") return "must consist of scheme, host and port, without a path";
  // Without a port libcurl uses 1080, which is rarely intended.
  std::string_view port = port_of(authority);
  if (!port.empty()) port.remove_prefix(1);
  unsigned number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc{} || end != port.data() + port.size() || number == 0 || number > 65'535)
    return "needs a port: http://host:port";
  return "";
}

bool carries_token(const std::string& url) {
  const auto start = url.find_first_of("/?", url.find("://") + 3);
  if (start == std::string::npos) return false;
  std::size_t run = 0;
  bool digit = false;
  for (std::size_t i = start; i < url.size(); ++i) {
    const char c = url[i];
    const bool is_word = is_alnum(c) || c == '-' || c == '_';
    run = is_word ? run + 1 : 0;
    digit = is_word && (digit || is_digit(c));
    if (run >= 16 && digit) return true;
  }
  return false;
}

}  // namespace noticed
