// Signing in with a password: what a token is, how long it lasts, and how IAM refuses.
#include "codearts/cloud_iam.h"

#include <gtest/gtest.h>

#include <string>

#include "codearts/timed_cloud.h"

namespace codearts {
namespace {

using test::header_of;
using test::json_of;
using test::kBuildNotices;
using test::kRepoStatus;
using test::TimedCloud;

Json one_user() {
  return Json::parse(R"({"generate":{"build":1,"repo":1},"users":[
    {"domain":"acme","user":"watcher","password":"right","project":"cn-north-4"}]})");
}

Json attempt(const std::string& password, const Json& scope = {{"project", {{"name", "cn-north-4"}}}}) {
  const Json user{{"name", "watcher"}, {"password", password}, {"domain", {{"name", "acme"}}}};
  Json auth;
  auth["identity"]["methods"] = Json::array({"password"});
  auth["identity"]["password"]["user"] = user;
  auth["scope"] = scope;
  return Json{{"auth", auth}};
}

class CodeartsIam : public testing::Test {
 protected:
  Reply sign_in(const Json& body) {
    return world_.ask({.method = "POST", .target = "/v3/auth/tokens?nocatalog=true", .body = body.dump()});
  }
  std::string token() { return header_of(sign_in(attempt("right")), "X-Subject-Token"); }

  TimedCloud world_{one_user()};
};

TEST_F(CodeartsIam, RightPasswordGetsATokenThatIsAccepted) {
  const Reply reply = sign_in(attempt("right"));
  EXPECT_EQ(reply.status, 201U);
  const Json answer = json_of(reply);
  const Json& token = answer.at("token");
  EXPECT_EQ(token.at("issued_at"), "2026-01-15T08:30:00.000000Z");
  EXPECT_EQ(token.at("expires_at"), "2026-01-16T08:30:00.000000Z");
  EXPECT_EQ(token.at("project").at("name"), "cn-north-4");
  EXPECT_EQ(token.at("project").at("id"), iam_project_id("cn-north-4"));
  EXPECT_EQ(token.at("user").at("domain").at("name"), "acme");
  EXPECT_FALSE(token.contains("catalog"));
  EXPECT_EQ(world_.get(kBuildNotices, header_of(reply, "X-Subject-Token")).status, 200U);
  EXPECT_EQ(world_.stats().at("tokens_issued"), 1);
}

TEST_F(CodeartsIam, CatalogComesUnlessItIsDeclined) {
  const Reply reply = world_.ask({.method = "POST", .target = "/v3/auth/tokens", .body = attempt("right").dump()});
  EXPECT_TRUE(json_of(reply).at("token").contains("catalog"));
}

TEST_F(CodeartsIam, EveryTokenIsNewAndTheSameUnderTheSameSeed) {
  const std::string first = token();
  EXPECT_NE(token(), first);
  EXPECT_EQ(
      header_of(
          TimedCloud(one_user()).ask({.method = "POST", .target = "/v3/auth/tokens", .body = attempt("right").dump()}),
          "X-Subject-Token"),
      first);
}

TEST_F(CodeartsIam, ProjectIsGivenByNameOrId) {
  EXPECT_EQ(sign_in(attempt("right", {{"project", {{"id", iam_project_id("cn-north-4")}}}})).status, 201U);
  EXPECT_EQ(sign_in(attempt("right", {{"project", {{"name", "cn-east-3"}}}})).status, 401U);
  EXPECT_EQ(sign_in(attempt("right", {{"project", {{"id", "another"}}}})).status, 401U);
  EXPECT_EQ(world_.stats().at("sign_ins_refused"), 2);
}

TEST_F(CodeartsIam, AccountsTokenIsRefusedByBuildOnly) {
  const Reply reply = sign_in(attempt("right", {{"domain", {{"name", "acme"}}}}));
  EXPECT_EQ(json_of(reply).at("token").at("domain").at("name"), "acme");
  const std::string token = header_of(reply, "X-Subject-Token");
  EXPECT_EQ(world_.get(kBuildNotices, token).status, 403U);
  EXPECT_EQ(world_.get("/v1/job/" + std::string(kGeneratedProject) + "/list?page_index=0&page_size=1", token).status,
            403U);
  EXPECT_EQ(world_.get(kRepoStatus, token).status, 200U);
  EXPECT_EQ(world_.get("/v4/projects?offset=0&limit=1", token).status, 200U);
}

TEST_F(CodeartsIam, WrongPasswordIsRefusedInKeystonesShape) {
  const Reply reply = sign_in(attempt("wrong"));
  EXPECT_EQ(reply.status, 401U);
  EXPECT_EQ(reply.body->text,
            R"({"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}})");
}

TEST_F(CodeartsIam, BadBodyIsABadRequest) {
  EXPECT_EQ(sign_in(Json::object()).status, 400U);
  EXPECT_EQ(sign_in(attempt("right", {{"project", Json::object()}})).status, 400U);
  Json with_code = attempt("right");
  with_code["auth"]["identity"]["methods"] = {"password", "totp"};
  EXPECT_EQ(json_of(sign_in(with_code)).at("error").at("message"), "The request body is invalid");
}

TEST_F(CodeartsIam, FiveWrongPasswordsLockTheUserForAQuarterOfAnHour) {
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 4; ++i) sign_in(attempt("wrong"));
    EXPECT_EQ(sign_in(attempt("right")).status, 201U);  // which resets the count
  }
  for (int i = 0; i < 5; ++i) sign_in(attempt("wrong"));
  const Reply locked = sign_in(attempt("right"));
  EXPECT_EQ(locked.status, 401U);
  EXPECT_NE(locked.body->text.find("locked"), std::string::npos);
  world_.advance(std::chrono::minutes(15));
  EXPECT_EQ(sign_in(attempt("right")).status, 201U);
}

TEST_F(CodeartsIam, StatedLockHoldsUntilItIsLifted) {
  Json users = one_user().at("users");
  users.at(0)["locked"] = true;
  world_.control("users", users);
  world_.advance(std::chrono::hours(100));
  EXPECT_EQ(sign_in(attempt("right")).status, 401U);
  world_.control("users", one_user().at("users"));
  EXPECT_EQ(sign_in(attempt("right")).status, 201U);
}

TEST_F(CodeartsIam, TokenEndsWithItsLife) {
  world_.control("token-life", {{"seconds", 600}});
  const std::string short_lived = token();
  world_.advance(std::chrono::milliseconds(599'999));
  EXPECT_EQ(world_.get(kRepoStatus, short_lived).status, 200U);
  world_.advance(std::chrono::milliseconds(1));
  const Reply reply = world_.get(kRepoStatus, short_lived);
  EXPECT_EQ(reply.status, 401U);
  EXPECT_EQ(json_of(reply).at("error_code"), "APIGW.0301");
  EXPECT_EQ(json_of(reply).at("error_msg"),
            "Incorrect IAM authentication information: token expires, expires_at: 2026-01-15T08:40:00.000000Z");
}

TEST_F(CodeartsIam, RevokedTokensMustBeUpdated) {
  const std::string old = token();
  world_.control("revoke");
  const Reply reply = world_.get(kRepoStatus, old);
  EXPECT_EQ(reply.status, 401U);
  EXPECT_EQ(json_of(reply).at("error_code"), "APIGW.0307");
  EXPECT_EQ(json_of(reply).at("error_msg"), "The token must be updated.");
  EXPECT_EQ(world_.get(kRepoStatus, token()).status, 200U);
}

TEST_F(CodeartsIam, FaultsMeetSigningIn) {
  world_.control("fault", {{"path", "/v3/auth"}, {"kind", "status"}, {"status", 503}, {"times", 1}});
  EXPECT_EQ(sign_in(attempt("right")).status, 503U);
  world_.control("fault", {{"path", "/v3/auth"}, {"kind", "emptied"}, {"times", 1}});
  EXPECT_EQ(sign_in(attempt("right")).body->text, R"({"token":null})");
}

}  // namespace
}  // namespace codearts
