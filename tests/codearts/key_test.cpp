// Requests signed with access keys at the cloud's door.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "codearts/server.h"
#include "codearts/test_client.h"
#include "codearts/timed_cloud.h"

namespace codearts {
namespace {

using test::Headers;
using test::json_of;
using test::kRepoStatus;
using test::TimedCloud;

const std::string kPrefix = "Incorrect IAM authentication information: ";

Json two_keys() {
  return Json::parse(R"({"generate":{"repo":1},"keys":[
    {"access":"AK1","secret":"SK1"},
    {"access":"AK2","secret":"SK2","security_token":"ST2","project_id":"p1"}]})");
}

/// A signed GET; `headers` come with it, signed too.
test::Question signed_get(const std::string& access, const std::string& secret, Headers headers) {
  headers.emplace_back("Host", "127.0.0.1:1");
  std::vector<Header> views;
  std::vector<std::string> names;
  std::string date;
  for (const auto& [name, value] : headers) {
    views.push_back(Header{name, value});
    std::string& small = names.emplace_back(name);
    for (char& letter : small) letter = static_cast<char>(std::tolower(letter));
    if (small == "x-sdk-date") date = value;
  }
  std::ranges::sort(names);
  std::string list;
  for (const std::string& name : names) list.append(list.empty() ? "" : ";").append(name);
  const std::string canonical = canonical_request(Request{"GET", kRepoStatus, views}, names);
  std::string authorization = "SDK-HMAC-SHA256 Access=" + access;
  authorization.append(", SignedHeaders=").append(list);
  authorization.append(", Signature=").append(signature_of(canonical, date, secret));
  headers.emplace_back("Authorization", authorization);
  return {.target = kRepoStatus, .headers = std::move(headers)};
}

class CodeartsKey : public testing::Test {
 protected:
  Reply ask(const std::string& access, const std::string& secret, Headers headers = {}) {
    headers.emplace_back("X-Sdk-Date", date_);
    return world_.ask(signed_get(access, secret, std::move(headers)));
  }
  std::string message(const Reply& reply) {
    EXPECT_EQ(reply.status, 401U);
    EXPECT_EQ(json_of(reply).at("error_code"), "APIGW.0301");
    return json_of(reply).at("error_msg");
  }

  TimedCloud world_{two_keys()};
  std::string date_ = "20260115T083000Z";
};

TEST_F(CodeartsKey, RightSignatureIsLetIn) {
  EXPECT_EQ(ask("AK1", "SK1").status, 200U);
  EXPECT_EQ(ask("AK1", "SK1", {{"X-Project-Id", "any"}}).status, 200U);
  EXPECT_EQ(world_.stats().at("signatures_verified"), 2);
  EXPECT_EQ(world_.stats().at("signatures_refused"), 0);
}

TEST_F(CodeartsKey, UnknownKeyIsNamed) {
  EXPECT_EQ(message(ask("AK9", "SK1")), kPrefix + "Get secretKey failed,ak:AK9,err:ak not exist");
  EXPECT_EQ(world_.stats().at("signatures_refused"), 1);
  EXPECT_EQ(world_.stats().at("unauthorized"), 1);
}

TEST_F(CodeartsKey, WrongSignatureIsToldWhatTheGatewaySigned) {
  EXPECT_EQ(message(ask("AK1", "wrong")), kPrefix + "verify aksk signature fail, canonicalRequest:GET|" + kRepoStatus +
                                              "/||host:127.0.0.1:1|x-sdk-date:20260115T083000Z||host;x-sdk-date|"
                                              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_F(CodeartsKey, BytesThatAreNoTextAreAnsweredToo) {
  const Reply reply = ask("AK\xFF", "SK1", {{"X-Project-Id", "\xC3("}});
  EXPECT_EQ(message(reply), kPrefix + "Get secretKey failed,ak:AK\xEF\xBF\xBD,err:ak not exist");
}

TEST_F(CodeartsKey, HeaderChangedOnTheWayIsNoticed) {
  test::Question question = signed_get("AK1", "SK1", {{"X-Sdk-Date", date_}});
  question.headers.at(1).second = "127.0.0.1";  // the host without its port
  EXPECT_EQ(world_.ask(question).status, 401U);
}

TEST_F(CodeartsKey, DateMayBeAQuarterOfAnHourOff) {
  const std::string expired = kPrefix + "calc ak sk signature fail:signature expired";
  for (const char* good : {"20260115T081500Z", "20260115T084500Z"}) {
    date_ = good;
    EXPECT_EQ(ask("AK1", "SK1").status, 200U) << good;
  }
  for (const char* bad : {"20260115T081459Z", "20260115T084501Z"}) {
    date_ = bad;
    EXPECT_EQ(message(ask("AK1", "SK1")), expired) << bad;
  }
  date_ = "2026-01-15T08:30";
  EXPECT_EQ(message(ask("AK1", "SK1")), kPrefix + "calc ak sk signature fail:x-sdk-date invalid");
}

TEST_F(CodeartsKey, ClockOfTheCloudDecides) {
  world_.control("clock", {{"offset_s", 901}});
  const Reply refused = ask("AK1", "SK1");
  EXPECT_EQ(refused.status, 401U);
  EXPECT_EQ(refused.date, "Thu, 15 Jan 2026 08:45:01 GMT");
  date_ = "20260115T084501Z";
  EXPECT_EQ(ask("AK1", "SK1").status, 200U);
}

TEST_F(CodeartsKey, TemporaryKeyNeedsItsSecurityToken) {
  EXPECT_EQ(message(ask("AK2", "SK2")), kPrefix + "x-security-token not found");
  EXPECT_EQ(message(ask("AK2", "SK2", {{"X-Security-Token", "other"}})), kPrefix + "decrypt security token fail");
  EXPECT_EQ(ask("AK2", "SK2", {{"X-Security-Token", "ST2"}, {"X-Project-Id", "p1"}}).status, 200U);
  EXPECT_EQ(ask("AK2", "SK2", {{"X-Security-Token", "ST2"}, {"X-Project-Id", "p2"}}).status, 401U);
}

TEST_F(CodeartsKey, SixFailuresInARowLockTheKeyForFiveMinutes) {
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 5; ++i) ask("AK1", "wrong");
    EXPECT_EQ(ask("AK1", "SK1").status, 200U);  // which resets the count
  }
  for (int i = 0; i < 6; ++i) ask("AK1", "wrong");
  EXPECT_EQ(message(ask("AK1", "SK1")), kPrefix + "AK access failed to reach the limit,forbidden");
  EXPECT_EQ(ask("AK2", "SK2", {{"X-Security-Token", "ST2"}}).status, 200U);
  world_.advance(std::chrono::minutes(5));
  EXPECT_EQ(ask("AK1", "SK1").status, 200U);
}

TEST_F(CodeartsKey, KeysAreReplacedWhileRunning) {
  world_.control("keys", Json::parse(R"([{"access":"AK3","secret":"SK3"}])"));
  EXPECT_EQ(ask("AK1", "SK1").status, 401U);
  EXPECT_EQ(ask("AK3", "SK3").status, 200U);
}

TEST(CodeartsKeyServer, HostIsVerifiedWithItsPort) {
  Server server(
      ServerOptions{.state = two_keys(), .time = [] { return std::chrono::milliseconds(1'768'465'800'000); }});
  const std::string host = "127.0.0.1:" + std::to_string(server.port());
  const std::vector<Header> headers{{"Host", host}, {"X-Sdk-Date", "20260115T083000Z"}};
  const std::string canonical = canonical_request(Request{"GET", kRepoStatus, headers}, {"host", "x-sdk-date"});
  const std::string signature = signature_of(canonical, "20260115T083000Z", "SK1");
  test::Call call = test::get(kRepoStatus, "");
  call.set("Host", host);
  call.set("X-Sdk-Date", "20260115T083000Z");
  call.set("Authorization", "SDK-HMAC-SHA256 Access=AK1, SignedHeaders=host;x-sdk-date, Signature=" + signature);
  EXPECT_EQ(test::send(server.port(), call).status(), 200U);
  call.set("Host", "127.0.0.1");
  EXPECT_EQ(test::send(server.port(), call).status(), 401U);
}

}  // namespace
}  // namespace codearts
