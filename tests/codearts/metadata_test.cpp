// The metadata service, and the temporary keys that it gives out.
#include "codearts/metadata.h"

#include <gtest/gtest.h>

#include <string>

#include "codearts/timed_cloud.h"

namespace codearts {
namespace {

using test::Headers;
using test::json_of;
using test::kRepoStatus;
using test::TimedCloud;

const std::string kSession = "/meta-data/latest/api/token";
const std::string kKey = "/openstack/latest/securitykey";

Json machine() { return Json::parse(R"({"generate":{"repo":1},"metadata":{"v2":"required","life_s":3600}})"); }

class CodeartsMetadata : public testing::Test {
 protected:
  Reply session(const std::string& seconds = "21600") {
    return world_.ask({.method = "PUT", .target = kSession, .headers = {{"X-Metadata-Token-Ttl-Seconds", seconds}}});
  }
  Reply key(const std::string& session) {
    Headers headers;
    if (!session.empty()) headers.emplace_back("X-Metadata-Token", session);
    return world_.ask({.target = kKey, .headers = headers});
  }
  unsigned use(const Json& credential) {
    const std::string date = "20260115T083000Z";
    const std::string token = credential.at("securitytoken");
    const std::vector<Header> views{{"X-Sdk-Date", date}};
    const std::string canonical = canonical_request(Request{"GET", kRepoStatus, views}, {"x-sdk-date"});
    std::string authorization = "SDK-HMAC-SHA256 Access=" + credential.at("access").get<std::string>();
    authorization += ", SignedHeaders=x-sdk-date, Signature=";
    authorization += signature_of(canonical, date, credential.at("secret").get<std::string>());
    return world_
        .ask({.target = kRepoStatus,
              .headers = {{"X-Sdk-Date", date}, {"X-Security-Token", token}, {"Authorization", authorization}}})
        .status;
  }

  TimedCloud world_{machine()};
};

TEST_F(CodeartsMetadata, KeyIsGivenToASessionAndAccepted) {
  const Reply opened = session();
  EXPECT_EQ(opened.status, 200U);
  EXPECT_EQ(opened.content_type, "text/plain");
  const Json credential = json_of(key(opened.body->text)).at("credential");
  EXPECT_EQ(credential.at("expires_at"), "2026-01-15T09:30:00.000000Z");
  EXPECT_EQ(use(credential), 200U);
}

TEST_F(CodeartsMetadata, KeyEndsWithItsLife) {
  world_.control("metadata", {{"life_s", 60}});
  const Json credential = json_of(key("")).at("credential");
  world_.advance(std::chrono::milliseconds(59'999));
  EXPECT_EQ(use(credential), 200U);
  world_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(use(credential), 401U);
}

TEST_F(CodeartsMetadata, RequiredSessionsEnd) {
  EXPECT_EQ(key("").status, 401U);
  EXPECT_EQ(key("made-up").status, 401U);
  const std::string opened = session("60").body->text;
  world_.advance(std::chrono::seconds(59));
  EXPECT_EQ(key(opened).status, 200U);
  world_.advance(std::chrono::seconds(1));
  EXPECT_EQ(key(opened).status, 401U);
}

TEST_F(CodeartsMetadata, SessionNeedsALifeWithinItsBounds) {
  for (const char* bad : {"", "0", "21601", "soon"}) EXPECT_EQ(session(bad).status, 400U) << bad;
  EXPECT_EQ(session("1").status, 200U);
}

TEST_F(CodeartsMetadata, OptionalSessionsMayBeLeftOutButNotMadeUp) {
  world_.control("metadata", {{"v2", "optional"}});
  EXPECT_EQ(key("").status, 200U);
  EXPECT_EQ(key(session().body->text).status, 200U);
  EXPECT_EQ(key("made-up").status, 401U);
}

TEST_F(CodeartsMetadata, AbsentSessionsAreNotMissed) {
  world_.control("metadata", {{"v2", "absent"}});
  EXPECT_EQ(session().status, 405U);
  EXPECT_EQ(key("").status, 200U);
}

TEST_F(CodeartsMetadata, MachineWithoutAgencyHasNoKeys) {
  world_.control("metadata", {{"v2", "absent"}, {"agency", false}});
  const Reply reply = key("");
  EXPECT_EQ(reply.status, 401U);
  EXPECT_NE(reply.body->text.find("Please configure Cloud Service Agency first"), std::string::npos);
}

TEST_F(CodeartsMetadata, NoServiceIsThereUnlessStated) {
  world_.control("metadata", Json());
  EXPECT_EQ(session().status, 404U);
  EXPECT_EQ(key("").status, 404U);
  EXPECT_THROW(world_.control("metadata", {{"v2", "sometimes"}}), StateError);
}

}  // namespace
}  // namespace codearts
