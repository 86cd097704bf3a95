#include "daemon/config/endpoint.h"
#include "tests/support/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace noticed {
namespace {

using testing::ElementsAre;

/// The hosts of build, pipeline, check, repo and projects in a region; "-" where none is documented. A usual name is
/// shortened to the part before ".<region>.myhuaweicloud.com".
std::vector<std::string> hosts(const std::string& region) {
  const std::string usual = "." + region + ".myhuaweicloud.com";
  std::vector<std::string> found;
  const auto add = [&](const std::optional<std::string>& url) {
    std::string host = url.value_or("https://-").substr(8);
    if (host.ends_with(usual)) host.resize(host.size() - usual.size());
    found.push_back(host);
  };
  for (const auto service : {service::build, service::pipeline, service::check, service::repo})
    add(documented_endpoint(service, region));
  add(documented_project_endpoint(region));
  return found;
}

TEST(Endpoint, CommonRegionThenItsHostsInFull) {
  EXPECT_EQ(documented_endpoint(service::build, "cn-north-4"), "https://cloudbuild-ext.cn-north-4.myhuaweicloud.com");
  EXPECT_EQ(documented_endpoint(service::pipeline, "cn-north-4"),
            "https://cloudpipeline-ext.cn-north-4.myhuaweicloud.com");
  EXPECT_EQ(documented_endpoint(service::check, "cn-north-4"), "https://codearts-check.cn-north-4.myhuaweicloud.com");
  EXPECT_EQ(documented_endpoint(service::repo, "cn-north-4"), "https://codehub-ext.cn-north-4.myhuaweicloud.com");
  EXPECT_EQ(documented_project_endpoint("cn-north-4"), "https://projectman-ext.cn-north-4.myhuaweicloud.com");
}

TEST(Endpoint, RegionsThatAreAlikeThenTheSameNames) {
  for (const auto* region : {"cn-north-4", "cn-south-1", "ap-southeast-3", "la-north-2", "sa-brazil-1"})
    EXPECT_THAT(hosts(region),
                ElementsAre("cloudbuild-ext", "cloudpipeline-ext", "codearts-check", "codehub-ext", "projectman-ext"))
        << region;
}

TEST(Endpoint, RegionWhoseCheckTasksAreCalledElsewhereThenThatHost) {
  const std::string north = "codearts-check.cn-north-4.myhuaweicloud.com";
  EXPECT_THAT(hosts("cn-north-1"),
              ElementsAre("cloudbuild-ext", "cloudpipeline-ext", north, "codehub-ext", "projectman-ext"));
  const std::string south = "codearts-check.cn-south-1.myhuaweicloud.com";
  for (const auto* region : {"cn-east-2", "cn-east-3", "cn-southwest-2"})
    EXPECT_THAT(hosts(region),
                ElementsAre("cloudbuild-ext", "cloudpipeline-ext", south, "codehub-ext", "projectman-ext"))
        << region;
}

TEST(Endpoint, RegionWithFewerServicesThenNothingForTheOthers) {
  EXPECT_THAT(hosts("cn-south-2"), ElementsAre("cloudbuild-ext", "cloudpipeline-ext", "-", "codehub-ext", "-"));
  EXPECT_THAT(hosts("cn-northeast-1"), ElementsAre("cloudbuild-ext", "cloudpipeline-ext", "-", "-", "-"));
}

TEST(Endpoint, RegionsWithNamesOfTheirOwnThenThose) {
  for (const auto* region : {"la-south-2", "tr-west-1"})
    EXPECT_THAT(hosts(region), ElementsAre("cloudbuild-ext", "pipeline-external", "-", "codeartsrepo-ext", "-"))
        << region;
  for (const auto* region : {"af-north-1", "af-south-1", "me-east-1"})
    EXPECT_THAT(hosts(region), ElementsAre("-", "pipeline", "-", "repo", "-")) << region;
}

TEST(Endpoint, EuropeThenItsOwnDomainButForRepo) {
  EXPECT_THAT(hosts("eu-west-101"), ElementsAre("build-backend.eu-west-101.myhuaweicloud.eu",
                                                "pipeline-external.eu-west-101.myhuaweicloud.eu",
                                                "check.eu-west-101.myhuaweicloud.eu", "codeartsrepo-ext", "-"));
}

TEST(Endpoint, UnknownRegionThenNothing) {
  EXPECT_THAT(hosts(""), ElementsAre("-", "-", "-", "-", "-"));
  EXPECT_THAT(hosts("mars-north-1"), ElementsAre("-", "-", "-", "-", "-"));
}

TEST(Endpoint, SignInThenTheRegionsOwnHostOrTheGlobalOne) {
  EXPECT_EQ(documented_iam_endpoint("ap-southeast-3"), "https://iam.ap-southeast-3.myhuaweicloud.com");
  EXPECT_EQ(documented_iam_endpoint("tr-west-1"), "https://iam.tr-west-1.myhuaweicloud.com");
  EXPECT_EQ(documented_iam_endpoint("eu-west-101"), "https://iam.eu-west-101.myhuaweicloud.eu");
  EXPECT_EQ(documented_iam_endpoint("af-north-1"), "https://iam.myhuaweicloud.com");
  EXPECT_EQ(documented_iam_endpoint(""), "https://iam.myhuaweicloud.com");
}

}  // namespace
}  // namespace noticed
