#include "daemon/config/endpoint.h"

#include <algorithm>
#include <array>

namespace noticed {
namespace {

/// Hosts by service in the order of the enum, then ProjectMan's. A single word stands for
/// "<word>.<region>.myhuaweicloud.com"; a name with dots is the whole host; empty: none is documented.
using Hosts = std::array<std::string_view, 5>;
constexpr std::size_t kProjects = 4;

struct RegionHosts {
  std::string_view region;
  Hosts hosts;
};

// Check: the newest page of its API reference (zh, api-codecheck/codecheck_api_0000) names hosts in cn-north-4 and
// cn-south-1 only: the tasks of cn-north-1 are called through the first, those of cn-east-2, cn-east-3 and
// cn-southwest-2 through the second. The SDKs still list one host per region, and none for cn-southwest-2. We follow
// the page: the call that reads a task's notifications is in no SDK, so only the page documents where it is served.
constexpr std::string_view kCheckNorth = "codearts-check.cn-north-4.myhuaweicloud.com";
constexpr std::string_view kCheckSouth = "codearts-check.cn-south-1.myhuaweicloud.com";

constexpr Hosts kCommon{"cloudbuild-ext", "cloudpipeline-ext", "codearts-check", "codehub-ext", "projectman-ext"};
constexpr Hosts kThroughNorth{"cloudbuild-ext", "cloudpipeline-ext", kCheckNorth, "codehub-ext", "projectman-ext"};
constexpr Hosts kThroughSouth{"cloudbuild-ext", "cloudpipeline-ext", kCheckSouth, "codehub-ext", "projectman-ext"};
constexpr Hosts kPlain{"cloudbuild-ext", "cloudpipeline-ext", "", "codehub-ext", ""};
constexpr Hosts kDocumentedOnly{"cloudbuild-ext", "cloudpipeline-ext", "", "", ""};  // in the documentation only
constexpr Hosts kNewer{"cloudbuild-ext", "pipeline-external", "", "codeartsrepo-ext", ""};
constexpr Hosts kSmall{"", "pipeline", "", "repo", ""};
// Europe's documentation has hosts with .eu; it does not cover Repo, and Repo's SDKs have .com.
constexpr Hosts kEurope{"build-backend.eu-west-101.myhuaweicloud.eu", "pipeline-external.eu-west-101.myhuaweicloud.eu",
                        "check.eu-west-101.myhuaweicloud.eu", "codeartsrepo-ext", ""};

constexpr std::array<RegionHosts, 17> kRegions{{{"cn-north-1", kThroughNorth},
                                                {"cn-north-4", kCommon},
                                                {"cn-northeast-1", kDocumentedOnly},
                                                {"cn-east-2", kThroughSouth},
                                                {"cn-east-3", kThroughSouth},
                                                {"cn-south-1", kCommon},
                                                {"cn-south-2", kPlain},
                                                {"cn-southwest-2", kThroughSouth},
                                                {"ap-southeast-3", kCommon},
                                                {"la-north-2", kCommon},
                                                {"sa-brazil-1", kCommon},
                                                {"la-south-2", kNewer},
                                                {"tr-west-1", kNewer},
                                                {"af-north-1", kSmall},
                                                {"af-south-1", kSmall},
                                                {"me-east-1", kSmall},
                                                {"eu-west-101", kEurope}}};

/// Regions whose IAM host is iam.<region>.myhuaweicloud.com.
constexpr std::array<std::string_view, 27> kIamRegions{
    "cn-north-1",     "cn-north-2",     "cn-north-4",     "cn-north-9",       "cn-north-12", "cn-east-2",
    "cn-east-3",      "cn-east-4",      "cn-east-5",      "cn-south-1",       "cn-south-2",  "cn-southwest-2",
    "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",   "af-south-1",  "sa-brazil-1",
    "la-north-2",     "la-south-2",     "na-mexico-1",    "my-kualalumpur-1", "ru-moscow-1", "eu-west-0",
    "me-east-1",      "ae-ad-1",        "tr-west-1"};

std::string in_region(std::string_view cell, std::string_view region) {
  return "https://" + std::string(cell) + "." + std::string(region) + ".myhuaweicloud.com";
}

std::optional<std::string> documented(std::size_t column, std::string_view region) {
  const auto found =
      std::find_if(kRegions.begin(), kRegions.end(), [&](const RegionHosts& hosts) { return hosts.region == region; });
  if (found == kRegions.end() || found->hosts[column].empty()) return {};
  const std::string_view host = found->hosts[column];
  return host.find('.') == std::string_view::npos ? in_region(host, region) : "https://" + std::string(host);
}

}  // namespace

std::optional<std::string> documented_endpoint(Service service, std::string_view region) {
  return documented(static_cast<std::size_t>(service), region);
}

std::optional<std::string> documented_project_endpoint(std::string_view region) {
  return documented(kProjects, region);
}

std::vector<std::string_view> project_regions() {
  std::vector<std::string_view> regions;
  for (const auto& row : kRegions)
    if (!row.hosts[kProjects].empty()) regions.push_back(row.region);
  return regions;
}

std::string documented_iam_endpoint(std::string_view region) {
  if (region == "eu-west-101") return "https://iam.eu-west-101.myhuaweicloud.eu";
  const bool own = std::find(kIamRegions.begin(), kIamRegions.end(), region) != kIamRegions.end();
  return own ? in_region("iam", region) : "https://iam.myhuaweicloud.com";
}

}  // namespace noticed
