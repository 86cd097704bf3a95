#include "daemon/config/endpoint.h"

#include <algorithm>
#include <array>

namespace noticed {
namespace {

/// The hosts as the vendor's SDKs list them, by service in the order of the enum; empty where none is listed.
struct RegionHosts {
  std::string_view region;
  std::array<std::string_view, 4> cells;
};

using Cells = std::array<std::string_view, 4>;
constexpr Cells kCommon{"cloudbuild-ext", "cloudpipeline-ext", "codearts-check", "codehub-ext"};
constexpr Cells kWithoutCheck{"cloudbuild-ext", "cloudpipeline-ext", "", "codehub-ext"};
constexpr Cells kNewer{"cloudbuild-ext", "pipeline-external", "", "codeartsrepo-ext"};

constexpr std::array<RegionHosts, 12> kRegions{{{"cn-north-1", kCommon},
                                                {"cn-north-4", kCommon},
                                                {"cn-east-2", kCommon},
                                                {"cn-east-3", kCommon},
                                                {"cn-south-1", kCommon},
                                                {"cn-south-2", kWithoutCheck},
                                                {"cn-southwest-2", kWithoutCheck},
                                                {"ap-southeast-3", kCommon},
                                                {"la-north-2", kCommon},
                                                {"sa-brazil-1", kCommon},
                                                {"la-south-2", kNewer},
                                                {"tr-west-1", kNewer}}};

bool is_loopback(std::string_view host) {
  const bool is_number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "[::1]" || (is_number && host.starts_with("127."));
}

}  // namespace

std::optional<std::string> documented_endpoint(Service service, std::string_view region) {
  const auto found =
      std::find_if(kRegions.begin(), kRegions.end(), [&](const RegionHosts& hosts) { return hosts.region == region; });
  if (found == kRegions.end()) return {};
  const auto cell = found->cells[static_cast<std::size_t>(service)];
  if (cell.empty()) return {};
  return "https://" + std::string(cell) + "." + std::string(region) + ".myhuaweicloud.com";
}

std::string host_of(std::string_view url) {
  const auto start = url.find("://");
  if (start == std::string_view::npos) return "";
  std::string_view rest = url.substr(start + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.starts_with('[')) return std::string(rest.substr(0, rest.find(']') + 1));
  return std::string(rest.substr(0, rest.find(':')));
}

std::string fault_of_url(const std::string& url, bool plain) {
  const bool odd =
      std::any_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
  if (odd) return "the address holds a space or a control character";
  const std::string host = host_of(url);
  if (host.empty()) return "is no address; write https://host/…";
  const std::string_view authority = std::string_view(url).substr(0, url.find_first_of("/?#", url.find("://") + 3));
  if (authority.find('@') != std::string_view::npos) return "the address must not hold a user name or password";
  if (url.starts_with("https://")) return "";
  if (!url.starts_with("http://")) return "must begin with https://";
  if (plain || is_loopback(host)) return "";
  return "must begin with https://; plain http is for loopback only";
}

bool carries_token(const std::string& url) {
  const auto start = url.find_first_of("/?", url.find("://") + 3);
  if (start == std::string::npos) return false;
  std::size_t run = 0;
  bool digit = false;
  for (std::size_t i = start; i < url.size(); ++i) {
    const char c = url[i];
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_word = is_digit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    run = is_word ? run + 1 : 0;
    digit = is_word && (digit || is_digit);
    if (run >= 16 && digit) return true;
  }
  return false;
}

}  // namespace noticed
