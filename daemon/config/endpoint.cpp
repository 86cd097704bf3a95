#include "daemon/config/endpoint.h"

#include <algorithm>

namespace noticed {
namespace {

constexpr RegionHost kProjectHosts[] = {
    {"projectman-ext",
     "cn-north-1 cn-north-4 cn-east-2 cn-east-3 cn-south-1 cn-southwest-2 ap-southeast-3 la-north-2 sa-brazil-1"}};

constexpr RegionHost kIamHosts[] = {
    {"iam",
     "cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-12 cn-east-2 cn-east-3 cn-east-4 cn-east-5 cn-south-1 "
     "cn-south-2 cn-southwest-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 af-south-1 sa-brazil-1 "
     "la-north-2 la-south-2 na-mexico-1 my-kualalumpur-1 ru-moscow-1 eu-west-0 me-east-1 ae-ad-1 tr-west-1"},
    {"iam.eu-west-101.myhuaweicloud.eu", "eu-west-101"}};

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::optional<std::string> documented(std::span<const RegionHost> hosts, std::string_view region) {
  for (const auto& [host, regions] : hosts) {
    const auto words = split(regions);
    if (std::find(words.begin(), words.end(), region) == words.end()) continue;
    std::string url = "https://" + std::string(host);
    if (host.find('.') == std::string_view::npos) url += "." + std::string(region) + ".myhuaweicloud.com";
    return url;
  }
  return {};
}

}  // namespace

std::optional<std::string> documented_endpoint(Service service, std::string_view region) {
  return documented(info_of(service).hosts, region);
}

std::optional<std::string> documented_project_endpoint(std::string_view region) {
  return documented(kProjectHosts, region);
}

std::vector<std::string_view> project_regions() { return split(kProjectHosts[0].regions); }

std::string documented_iam_endpoint(std::string_view region) {
  return documented(kIamHosts, region).value_or("https://iam.myhuaweicloud.com");
}

}  // namespace noticed
