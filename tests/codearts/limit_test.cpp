// Rate limits, and the cloud's clock.
#include <gtest/gtest.h>

#include <string>

#include "codearts/server.h"
#include "codearts/test_client.h"
#include "codearts/time_text.h"
#include "codearts/timed_cloud.h"

namespace codearts {
namespace {

using test::header_of;
using test::json_of;
using test::kBuildNotices;
using test::kRepoStatus;
using test::TimedCloud;

class CodeartsLimit : public testing::Test {
 protected:
  unsigned allowed(int requests, const std::string& target = kRepoStatus) {
    unsigned count = 0;
    for (int i = 0; i < requests; ++i) count += world_.get(target).status == 200 ? 1U : 0U;
    return count;
  }

  TimedCloud world_{Json::parse(R"({"tokens":["t1"],"generate":{"build":1,"repo":1},
                                   "limit":{"requests":3,"window_ms":60000,"text":"1 minute"}})")};
};

TEST_F(CodeartsLimit, RequestsBeyondTheLimitAreThrottledUntilTheWindowEnds) {
  EXPECT_EQ(allowed(5), 3U);
  const Reply reply = world_.get(kRepoStatus);
  EXPECT_EQ(reply.status, 429U);
  EXPECT_EQ(json_of(reply).at("error_code"), "APIGW.0308");
  EXPECT_EQ(json_of(reply).at("error_msg"),
            "The throttling threshold has been reached: policy user over ratelimit,limit:3,time:1 minute");
  EXPECT_EQ(header_of(reply, "Retry-After"), "");
  world_.advance(std::chrono::milliseconds(59'999));
  EXPECT_EQ(allowed(1), 0U);
  world_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(allowed(4), 3U);
}

TEST_F(CodeartsLimit, StatisticsTellTheFullestWindow) {
  allowed(5);
  world_.advance(std::chrono::minutes(1));
  allowed(4);
  EXPECT_EQ(world_.stats().at("throttled"), 3);
  EXPECT_EQ(world_.stats().at("most_in_window"), 5);
  world_.control("reset-stats");
  EXPECT_EQ(world_.stats().at("most_in_window"), 0);
}

TEST_F(CodeartsLimit, RetryAfterIsGivenOnRequest) {
  world_.control("limit", {{"requests", 0}, {"window_ms", 10'000}, {"retry_after", true}});
  world_.advance(std::chrono::milliseconds(2'500));
  const Reply reply = world_.get(kRepoStatus);
  EXPECT_EQ(header_of(reply, "Retry-After"), "8");
  EXPECT_TRUE(json_of(reply).at("error_msg").get<std::string>().ends_with("limit:0,time:10 second"));
}

TEST_F(CodeartsLimit, LimitsOfPathsCountEachForItself) {
  world_.control("limit", Json::parse(R"([{"requests":1,"path":"/v4/"},{"requests":2,"path":"^/v3/jobs"}])"));
  EXPECT_EQ(allowed(5), 1U);
  EXPECT_EQ(allowed(5, kBuildNotices), 2U);
  world_.control("limit", Json::object(), "DELETE");
  EXPECT_EQ(allowed(5), 5U);
}

TEST_F(CodeartsLimit, SignInIsLimitedByItsPathOnly) {
  const test::Question sign_in{.method = "POST", .target = "/v3/auth/tokens", .body = "{}"};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(world_.ask(sign_in).status, 400U);
  world_.control("limit", {{"requests", 0}, {"path", "/v3/auth"}});
  EXPECT_EQ(world_.ask(sign_in).status, 429U);
}

TEST(CodeartsClock, EveryAnswerCarriesTheCloudsDate) {
  Server server(ServerOptions{.state = Json::parse(R"({"tokens":["t1"]})"),
                              .time = [] { return std::chrono::milliseconds(784'111'777'999); }});
  const auto date = [&](const std::string& target) {
    return std::string(test::send(server.port(), test::get(target)).message.at("Date"));
  };
  EXPECT_EQ(date(kRepoStatus), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date("/_control/stats"), "Sun, 06 Nov 1994 08:49:37 GMT");
  server.control("clock", {{"offset_s", -38}});
  EXPECT_EQ(date("/nowhere"), "Sun, 06 Nov 1994 08:48:59 GMT");
}

TEST(CodeartsClock, TimesAreReadAndWritten) {
  const auto read = sdk_time("20200104T090522Z");
  ASSERT_TRUE(read);
  EXPECT_EQ(iso_time(*read + std::chrono::milliseconds(701)), "2020-01-04T09:05:22.701000Z");
  EXPECT_FALSE(sdk_time("20200230T090522Z"));
  EXPECT_FALSE(sdk_time("20200104T240522Z"));
  EXPECT_FALSE(sdk_time("20200104 090522Z"));
}

TEST(CodeartsClock, DayOfSignInsPassesAtOnce) {
  TimedCloud world(Json::parse(R"({"generate":{"repo":1},"token_life_s":3600,"users":[
      {"domain":"d","user":"u","password":"p"}]})"));
  const std::string body = R"({"auth":{"identity":{"methods":["password"],"password":{"user":
      {"name":"u","password":"p","domain":{"name":"d"}}}},"scope":{"project":{"name":"r"}}}})";
  std::string token;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    if (world.get(kRepoStatus, token).status == 401)
      token = header_of(world.ask({.method = "POST", .target = "/v3/auth/tokens", .body = body}), "X-Subject-Token");
    world.advance(std::chrono::minutes(1));
  }
  EXPECT_EQ(world.stats().at("tokens_issued"), 24);
  EXPECT_EQ(world.get(kRepoStatus, token).date, "Fri, 16 Jan 2026 08:30:00 GMT");
}

}  // namespace
}  // namespace codearts
