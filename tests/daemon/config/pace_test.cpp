#include "daemon/config/pace.h"
#include "tests/support/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noticed {
namespace {

using testing::ElementsAre;
using testing::Pair;

AccountConfig account(std::map<Service, std::string> endpoints, std::optional<double> rate = {}) {
  AccountConfig account;
  account.endpoints = std::move(endpoints);
  account.rate_limit = rate;
  account.iam_endpoint = "https://iam.example.com";
  return account;
}

TEST(Pace, NothingGivenThenThreeASecondForEachOperation) {
  auto one = account({{service::build, "https://b.example.com"}, {service::repo, "https://r.example.com"}});
  one.project_endpoint = "https://p.example.com";
  const HostPace usual{3, {}};
  EXPECT_THAT(pace_of({one}),
              ElementsAre(Pair("https://b.example.com:443", usual), Pair("https://p.example.com:443", usual),
                          Pair("https://r.example.com:443", usual)));
}

TEST(Pace, RateGivenThenForEachHostOfTheAccount) {
  auto one = account({{service::build, "https://b.example.com"}, {service::repo, "https://r.example.com"}}, 20);
  one.project_endpoint = "https://p.example.com";
  EXPECT_THAT(pace_of({one}), ElementsAre(Pair("https://b.example.com:443", HostPace{20, 20}),
                                          Pair("https://p.example.com:443", HostPace{20, 20}),
                                          Pair("https://r.example.com:443", HostPace{20, 20})));
}

TEST(Pace, SeveralAccountsOnAHostThenTheLowestThatIsGiven) {
  const std::map<Service, std::string> shared{{service::build, "https://b.example.com"}};
  EXPECT_THAT(pace_of({account(shared, 20), account(shared, 8), account(shared)}),
              ElementsAre(Pair("https://b.example.com:443", HostPace{8, 8})));
  EXPECT_THAT(pace_of({account(shared), account(shared, 0.5)}),
              ElementsAre(Pair("https://b.example.com:443", HostPace{0.5, 0.5})));
}

TEST(Pace, RateOfOneAccountThenNotOnHostsOfAnother) {
  EXPECT_THAT(
      pace_of({account({{service::build, "https://a.example.com"}}, 1),
               account({{service::build, "https://b.example.com"}})}),
      ElementsAre(Pair("https://a.example.com:443", HostPace{1, 1}), Pair("https://b.example.com:443", HostPace{})));
}

}  // namespace
}  // namespace noticed
