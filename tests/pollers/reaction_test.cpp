// Every error that the API documents: service, status and body -> kind -> what the daemon does about it.
#include <gtest/gtest.h>

#include "pollers/poller.h"
#include "pollers/reply.h"
#include "pollers/samples.h"
#include "tests/support/services.h"

namespace noticed::tests {
namespace {

using enum FailureKind;

/// The consequence for the poll. Words, so that a failing row is easy to read.
std::string deed_of(const Failure& failure) {
  switch (reaction_to(failure)) {
    case Reaction::none: break;
    case Reaction::retry: return "retry";
    case Reaction::slow_down: return "slow down";
    case Reaction::sign_in: return failure.maybe_gone ? "sign in anew, else missing" : "sign in anew";
  }
  return failure.bad_request ? "wait, or unsupported" : "wait";
}

struct Row {
  Service service;
  int status;
  const char* body;
  FailureKind kind;
  const char* deed;
};

constexpr auto B = service::build;
constexpr auto P = service::pipeline;
constexpr auto C = service::check;
constexpr auto R = service::repo;

/// Errors of the gateway, the same for all services.
constexpr Row kGateway[] = {
    {B, 404, R"({"error_code":"APIGW.0101","error_msg":"The API does not exist"})", server, "wait"},
    {P, 404, R"({"error_code":"APIGW.0103","error_msg":"no backend"})", server, "wait"},
    {P, 400, R"({"error_code":"APIGW.0106","error_msg":"orchestration"})", server, "wait"},
    {B, 400, R"({"error_code":"APIGW.0201","error_msg":"Bad request"})", server, "wait, or unsupported"},
    {B, 413, R"({"error_code":"APIGW.0201","error_msg":"Request entity too large"})", server, "wait"},
    {B, 414, R"({"error_code":"APIGW.0201","error_msg":"Request URI too large"})", server, "wait"},
    {B, 494, R"({"error_code":"APIGW.0201","error_msg":"Request headers too large"})", server, "wait"},
    {B, 502, R"({"error_code":"APIGW.0201","error_msg":"Backend unavailable"})", server, "retry"},
    {B, 504, R"({"error_code":"APIGW.0201","error_msg":"Backend timeout"})", server, "retry"},
    {B, 401,
     R"({"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: decrypt token fail"})", auth,
     "sign in anew"},
    {R, 401, R"({"error_code":"APIG.0301","error_msg":"verify aksk signature fail"})", auth, "sign in anew"},
    {C, 401, R"({"error_code":"APIC.0303","error_msg":"app auth"})", auth, "sign in anew"},
    {B, 401, R"({"error_code":"APIGW.0307","error_msg":"The token must be updated."})", auth, "sign in anew"},
    {B, 403, R"({"error_code":"APIGW.0302","error_msg":"not allowed"})", forbidden, "wait"},
    {B, 403, R"({"error_code":"APIGW.0304","error_msg":"not allowed"})", forbidden, "wait"},
    {B, 403, R"({"error_code":"APIGW.0306","error_msg":"not allowed"})", forbidden, "wait"},
    {B, 401, R"({"error_code":"APIGW.0305","error_msg":"other"})", auth, "sign in anew"},
    {B, 401, R"({"error_code":"APIGW.0311","error_msg":"other"})", auth, "sign in anew"},
    {B, 429,
     R"({"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute"})",
     throttled, "slow down"},
    {B, 403, R"({"error_code":"APIGW.0310","error_msg":"project unavailable"})", forbidden, "wait"},
    {B, 403, R"({"error_code":"APIGW.0401","error_msg":"client address"})", forbidden, "wait"},
    {B, 405, R"({"error_code":"APIGW.0501","error_msg":"quota used up"})", forbidden, "wait"},
    {B, 405, R"({"error_code":"APIGW.0502","error_msg":"frozen"})", forbidden, "wait"},
    {B, 500, R"({"error_code":"APIGW.0601","error_msg":"internal"})", server, "retry"},
    {B, 500, R"({"error_code":"APIGW.0608","error_msg":"internal"})", server, "retry"},
    {B, 502, R"({"error_code":"APIGW.0610","error_msg":"no backend"})", server, "retry"},
    {B, 503, R"({"error_code":"APIGW.0613","error_msg":"IAM is down"})", server, "retry"},
    {B, 403, R"({"error_code":"APIGW.0801","error_msg":"region"})", forbidden, "wait"},
    {B, 403, R"({"error_code":"APIGW.0802","error_msg":"region"})", forbidden, "wait"},
};

constexpr Row kServices[] = {
    {B, 400, R"({"error_code":"CB.00060200","error_msg":"bad parameter"})", server, "wait, or unsupported"},
    {B, 400, R"({"error_code":"CB.00060201","error_msg":"bad job id"})", server, "wait, or unsupported"},
    {B, 500, R"({"error_code":"CB.00060211","error_msg":"too many requests"})", throttled, "slow down"},
    {B, 404, R"({"error_code":"CB.00060214","error_msg":"bad URL"})", server, "wait"},
    {B, 500, R"({"error_code":"CB.00060100","error_msg":"busy"})", throttled, "slow down"},
    {B, 500, R"({"error_code":"CB.00060101","error_msg":"internal"})", server, "retry"},
    {B, 404, R"({"error_code":"DEVCB.00031006","error_msg":"job not found"})", missing, "wait"},
    {B, 200, R"({"result":null,"error":"job not found","status":"fail"})", server, "retry"},
    {P, 404, R"({"error_code":"DEVPIPE.00011401","error_msg":"pipeline not found"})", missing, "wait"},
    {P, 400, R"({"error_code":"DEVPIPE.00011412","error_msg":"project not found"})", missing, "wait"},
    {P, 400, R"({"error_code":"DEVPIPE.30021001","error_msg":"project not found"})", missing, "wait"},
    {P, 400, R"({"error_code":"DEV_21_100169","error_msg":"project not found"})", missing, "wait"},
    {P, 400, R"({"error_code":"DEVCP.00000001","error_msg":"bad message format"})", server, "wait, or unsupported"},
    {P, 200, R"({"error":{"code":"DEVPIPE.00011401","message":"not found"},"status":"failed","result":null})", missing,
     "wait"},
    {C, 401, R"({"error_code":"CC.00000003","error_msg":"Authentication information expired."})", auth, "sign in anew"},
    {C, 400, R"({"error_code":"CC.00000000","error_msg":"network busy, try later"})", throttled, "slow down"},
    {C, 200, R"({"error_code":"CC.00050000","error_msg":"bad parameters"})", server, "retry"},
    {C, 200, R"({"error_code":"CC.00050006","error_msg":"inner error"})", server, "retry"},
    {C, 200, R"({"error_code":"CC.00050007","error_msg":"IAM authentication failed"})", auth, "sign in anew"},
    {C, 200, R"({"error_code":"CC.00050010","error_msg":"no permission"})", forbidden, "wait"},
    {C, 200, R"({"error_code":"CC.00050011","error_msg":"not in any project"})", forbidden, "wait"},
    {C, 200, R"({"error_code":"CC.00050012","error_msg":"busy"})", throttled, "slow down"},
    {C, 200, R"({"error_code":"CC.00050013","error_msg":"project gone"})", missing, "wait"},
    {C, 200, R"({"httpStatus":"UNAUTHORIZED","result":null,"status":"error"})", auth, "sign in anew"},
    {C, 404, R"({"error_code":"CC.xxxxxxxx.404","error_msg":"The task does not exist."})", missing, "wait"},
    {R, 401, R"({"error_code":"CH.00000001","error_msg":"no auth info"})", auth, "sign in anew"},
    {R, 401, R"({"error_code":"CH.00000002","error_msg":"auth not recognised"})", auth, "sign in anew"},
    {R, 403, R"({"error_code":"CH.00401008","error_msg":"insufficient permission"})", forbidden, "wait"},
    {R, 403, R"({"error_code":"CH.004403","error_msg":"insufficient permission"})", forbidden, "wait"},
    {R, 403, R"({"error_code":"CH.00401001","error_msg":"no access"})", forbidden, "wait"},
    {R, 404, R"({"error_code":"CH.00402000","error_msg":"repository does not exist"})", missing, "wait"},
    {R, 401, R"({"error_code":"CH.080401","error_msg":"unauthorized"})", auth, "sign in anew, else missing"},
    {R, 403, R"({"error_code":"CH.080403","error_msg":"forbidden"})", forbidden, "wait"},
    {R, 400, R"({"error_code":"CH.010001","error_msg":"bad parameter"})", server, "wait, or unsupported"},
    {R, 200, R"({"error":{"code":"CH.004403","message":"insufficient permission"},"status":"fail","result":null})",
     forbidden, "wait"},
    {P, 401, R"({"error_code":"DEV.00000003","error_msg":"expired"})", auth, "sign in anew"},
};

/// Forms of section 1.7 without a known code, and bodies that are not JSON.
constexpr Row kShapes[] = {
    {P, 400, R"({"error":{"code":400,"message":"bad","title":"Bad Request"}})", server, "wait, or unsupported"},
    {P, 500, R"({"code":"X.1","error":{"code":"X.1","reason":"broken"},"reason":"broken","status":"error"})", server,
     "retry"},
    {P, 400, R"({"errorCode":"X.1","errorMsg":"bad"})", server, "wait, or unsupported"},
    {P, 404, R"({"code":"X.1","message":"not found"})", missing, "wait"},
    {C, 200, R"({"httpStatus":"BAD_REQUEST","result":null,"status":"error"})", server, "retry"},
    {B, 503, "Service Unavailable", server, "retry"},
    {B, 502, "<html><body>Bad Gateway</body></html>", server, "retry"},
    {B, 200, "<html><body>Sign in</body></html>", malformed, "wait"},
    {B, 200, "", malformed, "wait"},
    {B, 403, "", forbidden, "wait"},
    {B, 408, "", timeout, "retry"},
    {B, 429, "", throttled, "slow down"},
    {B, 302, "", server, "wait"},
    {B, 418, "{}", server, "wait"},
};

void check(std::span<const Row> rows) {
  for (const Row& row : rows) {
    const auto outcome = read_reply({row.status, row.body, "", "application/json", "", ""}, redactor(),
                                    info_of(row.service).good_status);
    const auto* failure = std::get_if<Failure>(&outcome);
    const std::string name = std::to_string(row.status) + " " + row.body;
    ASSERT_NE(failure, nullptr) << name;
    EXPECT_EQ(to_text(failure->kind), to_text(row.kind)) << name;
    EXPECT_EQ(deed_of(*failure), row.deed) << name;
  }
}

TEST(Reaction, CodesOfTheGatewayThenKindAndDeed) { check(kGateway); }
TEST(Reaction, CodesOfTheServicesThenKindAndDeed) { check(kServices); }
TEST(Reaction, ShapesWithoutAKnownCodeThenKindAndDeed) { check(kShapes); }

TEST(Reaction, LimitStatedThenItsNumberAndAWholeWindowOfRest) {
  const auto outcome =
      read_reply({429, R"({"error_msg":"policy user over ratelimit,limit:60,time:1 minute","error_code":"APIGW.0308"})",
                  "", "", "", ""},
                 redactor(), info_of(B).good_status);
  const auto& failure = std::get<Failure>(outcome);
  ASSERT_TRUE(failure.limit);
  EXPECT_EQ(failure.limit->requests, 60);
  EXPECT_EQ(failure.limit->window, std::chrono::seconds(60));
  EXPECT_EQ(failure.retry_after, std::chrono::seconds(60));
}

TEST(Reaction, NoAnswerThenRetriedAndWrongCertificateNot) {
  Failure failure;
  failure.kind = network;
  EXPECT_EQ(reaction_to(failure), Reaction::retry);
  failure.kind = timeout;
  EXPECT_EQ(reaction_to(failure), Reaction::retry);
  failure.kind = tls;
  EXPECT_EQ(reaction_to(failure), Reaction::none);
  failure.kind = too_large;
  EXPECT_EQ(reaction_to(failure), Reaction::none);
}

TEST(Reaction, UnavailableWithAPauseThenTheHostRests) {
  const auto outcome = read_reply({503, "", "120", "", "", ""}, redactor(), info_of(B).good_status);
  const auto& failure = std::get<Failure>(outcome);
  EXPECT_EQ(reaction_to(failure), Reaction::slow_down);
  EXPECT_EQ(failure.retry_after, std::chrono::seconds(120));
}

}  // namespace
}  // namespace noticed::tests
