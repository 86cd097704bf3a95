#include "pollers/account.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

#include "temp_dir.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

class AccountTest : public testing::Test {
 protected:
  std::variant<HttpRequest, Failure> prepare(std::chrono::milliseconds now) {
    return account_.prepare(Service::build, {0, "/v3/jobs/notice/48c6/query"}, 10s, SteadyPoint{now});
  }
  /// The header lines of the request made at that time.
  Lines headers(std::chrono::milliseconds now) {
    const auto made = prepare(now);
    const auto* request = std::get_if<HttpRequest>(&made);
    if (request == nullptr) return {};
    Lines lines;
    for (const auto* at = static_cast<const curl_slist*>(request->headers->list()); at != nullptr; at = at->next)
      lines.emplace_back(at->data);
    return lines;
  }

  TempDir dir_;
  Account account_{"prod", {{Service::build, "https://b.example.com:8443"}}, dir_.write("token", "t1\n")};
};

TEST_F(AccountTest, RequestThenItsHostTimeoutAndToken) {
  const auto made = prepare(0ms);
  const auto& request = std::get<HttpRequest>(made);
  EXPECT_EQ(request.url, "https://b.example.com:8443/v3/jobs/notice/48c6/query");
  EXPECT_EQ(request.timeout, 10s);
  EXPECT_EQ(request.post, std::nullopt);
  EXPECT_EQ(headers(0ms), (Lines{"X-Auth-Token: t1", "Accept: application/json"}));
}

TEST_F(AccountTest, ServiceWithoutHostThenNoEndpoint) {
  EXPECT_EQ(account_.endpoint(Service::build), "https://b.example.com:8443");
  EXPECT_EQ(account_.endpoint(Service::repo), "");
}

TEST_F(AccountTest, SameTokenThenOneListOfHeadersForAll) {
  const auto one = prepare(0ms);
  const auto other = prepare(5s);
  EXPECT_EQ(std::get<HttpRequest>(one).headers, std::get<HttpRequest>(other).headers);
}

TEST_F(AccountTest, TokenReplacedThenUsedWithinASecond) {
  EXPECT_EQ(headers(10s).front(), "X-Auth-Token: t1");
  dir_.write("token", "t2\n");
  EXPECT_EQ(headers(10s + 999ms).front(), "X-Auth-Token: t1");
  EXPECT_EQ(headers(11s).front(), "X-Auth-Token: t2");
}

TEST_F(AccountTest, MissingTokenThenAuthFailureNamesTheFile) {
  std::filesystem::remove(dir_.path() / "token");
  const auto made = prepare(0ms);
  const auto& failure = std::get<Failure>(made);
  EXPECT_EQ(failure.kind, FailureKind::auth);
  EXPECT_EQ(failure.detail, "no token: " + (dir_.path() / "token").string() + ": No such file or directory");
}

TEST_F(AccountTest, TokenGoneThenRefusedWithinASecondAndBackAtOnce) {
  ASSERT_EQ(headers(10s).front(), "X-Auth-Token: t1");
  std::filesystem::remove(dir_.path() / "token");
  EXPECT_TRUE(std::holds_alternative<Failure>(prepare(11s)));
  dir_.write("token", "t1\n");
  EXPECT_EQ(headers(11s + 1ms).front(), "X-Auth-Token: t1");
}

TEST_F(AccountTest, RequestMadeBeforeTheChangeThenKeepsItsHeaders) {
  const auto made = prepare(10s);
  dir_.write("token", "t2\n");
  ASSERT_EQ(headers(11s).front(), "X-Auth-Token: t2");
  const auto* list = static_cast<const curl_slist*>(std::get<HttpRequest>(made).headers->list());
  EXPECT_STREQ(list->data, "X-Auth-Token: t1");
}

}  // namespace
}  // namespace noticed
