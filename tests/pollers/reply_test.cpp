#include "pollers/reply.h"

#include <gtest/gtest.h>

#include "pollers/body.h"
#include "samples.h"
#include "tests/support/services.h"

namespace noticed::tests {
namespace {

using std::chrono::seconds;

std::variant<RedactedJson, Failure> read(Service service, int status, std::string body,
                                         std::string type = "application/json") {
  return read_reply({status, std::move(body), "", std::move(type), "", ""}, redactor(), info_of(service).good_status);
}

Failure failure(int status, std::string body, Service service = service::build) {
  auto outcome = read(service, status, std::move(body));
  if (const auto* failed = std::get_if<Failure>(&outcome)) return *failed;
  Failure none;
  none.detail = "believed";
  return none;
}

TEST(Reply, DocumentedAnswerThenBelieved) {
  for (const Api& called : kApis) {
    const auto outcome = read(called.service, 200, documented(called));
    EXPECT_TRUE(std::holds_alternative<RedactedJson>(outcome)) << called.name;
  }
}

TEST(Reply, StatusAloneThenItsKind) {
  const std::pair<int, FailureKind> kinds[] = {
      {301, FailureKind::server},    {304, FailureKind::server},    {400, FailureKind::server},
      {401, FailureKind::auth},      {403, FailureKind::forbidden}, {404, FailureKind::missing},
      {408, FailureKind::timeout},   {413, FailureKind::server},    {429, FailureKind::throttled},
      {494, FailureKind::server},    {500, FailureKind::server},    {502, FailureKind::server},
      {503, FailureKind::server},    {504, FailureKind::server},    {0, FailureKind::server},
      {204, FailureKind::malformed}, {206, FailureKind::malformed}, {200, FailureKind::malformed}};
  for (const auto& [status, kind] : kinds) EXPECT_EQ(failure(status, "").kind, kind) << status;
  EXPECT_EQ(failure(302, "").detail, "HTTP 302: redirects are not followed");
  EXPECT_EQ(failure(503, "").detail, "HTTP 503");
}

struct Coded {
  int status;
  const char* code;
  FailureKind kind;
  bool bad_request;
};

constexpr Coded kCoded[] = {
    {404, "APIGW.0101", FailureKind::server, false},        {404, "APIC.0999", FailureKind::server, false},
    {400, "APIGW.0106", FailureKind::server, false},        {400, "APIGW.0201", FailureKind::server, true},
    {401, "APIGW.0301", FailureKind::auth, false},          {403, "APIG.0302", FailureKind::forbidden, false},
    {401, "APIGW.0307", FailureKind::auth, false},          {429, "APIGW.0308", FailureKind::throttled, false},
    {403, "APIGW.0310", FailureKind::forbidden, false},     {405, "APIGW.0502", FailureKind::forbidden, false},
    {500, "APIGW.0601", FailureKind::server, false},        {403, "APIGW.0802", FailureKind::forbidden, false},
    {400, "CB.00060200", FailureKind::server, true},        {500, "CB.00060211", FailureKind::throttled, false},
    {404, "CB.00060214", FailureKind::server, false},       {500, "CB.00060100", FailureKind::throttled, false},
    {400, "DEVCB.00031006", FailureKind::missing, false},   {400, "DEVPIPE.00011401", FailureKind::missing, false},
    {400, "DEVPIPE.30021001", FailureKind::missing, false}, {400, "DEV_21_100169", FailureKind::missing, false},
    {400, "DEVCP.00000001", FailureKind::server, true},     {401, "DEV.00000003", FailureKind::auth, false},
    {400, "CC.00000000", FailureKind::throttled, false},    {400, "CC.xxxxxxxx.400", FailureKind::server, true},
    {401, "CC.00000003", FailureKind::auth, false},         {200, "CC.00050000", FailureKind::server, false},
    {200, "CC.00050007", FailureKind::auth, false},         {200, "CC.00050007.200", FailureKind::server, false},
    {200, "CC.00050010", FailureKind::forbidden, false},    {200, "CC.00050011", FailureKind::forbidden, false},
    {200, "CC.00050012", FailureKind::throttled, false},    {200, "CC.00050013", FailureKind::missing, false},
    {200, "CC.00050015", FailureKind::server, false},       {200, "CC.xxxxxxxx.404", FailureKind::missing, false},
    {401, "CH.00000001", FailureKind::auth, false},         {403, "CH.00401008", FailureKind::forbidden, false},
    {404, "CH.00402000", FailureKind::missing, false},      {401, "CH.080401", FailureKind::auth, false},
    {400, "CH.010001", FailureKind::server, true},          {403, "CH.080403", FailureKind::forbidden, false}};

TEST(Reply, StatusAndCodeThenTheTableDecides) {
  for (const auto& [status, code, kind, bad] : kCoded) {
    const Failure found = failure(status, nlohmann::json{{"error_code", code}, {"error_msg", "why"}}.dump());
    EXPECT_EQ(to_text(found.kind), to_text(kind)) << status << " " << code;
    EXPECT_EQ(found.bad_request, bad) << status << " " << code;
    EXPECT_EQ(found.code, code);
    EXPECT_EQ(found.detail, "HTTP " + std::to_string(status) + " " + code + ": why");
  }
}

TEST(Reply, EveryErrorShapeThenCodeAndText) {
  const std::string unknown = R"(HTTP 404: {"foo":"text#)" + redactor().fingerprint(MaskKind::text, "bar") + R"("})";
  const std::pair<const char*, std::string> shapes[] = {
      {R"({"error_code":"A.0001","error_msg":"why","request_id":"1","details":[]})", "HTTP 404 A.0001: why"},
      {R"({"error":{"code":"A.0001","message":"why"},"status":"failed","result":null})", "HTTP 404 A.0001: why"},
      {R"({"error":{"code":404,"message":"why","title":"Not Found"}})", "HTTP 404 404: why"},
      {R"({"result":null,"error":"why","status":"fail"})", "HTTP 404: why"},
      {R"({"httpStatus":"NOT_FOUND","result":"x","status":"error"})", "HTTP 404 NOT_FOUND"},
      {R"({"code":"A.1","error":{"code":"A.2","reason":"why"},"reason":"so","status":"error"})", "HTTP 404 A.2: why"},
      {R"({"errorCode":"A.0001","errorMsg":"why"})", "HTTP 404 A.0001: why"},
      {R"({"code":"A.0001","message":"why"})", "HTTP 404 A.0001: why"},
      {R"({"outer":{"inner":{"error_code":"A.0001","error_msg":"why"}}})", "HTTP 404 A.0001: why"},
      {R"({"foo":"bar"})", unknown},
      {"plain words", "HTTP 404: plain words"},
      {"<html><body>x</body></html>", "HTTP 404: an HTML page"},
      {"", "HTTP 404"}};
  for (const auto& [body, detail] : shapes) EXPECT_EQ(failure(404, body).detail, detail) << body;
}

TEST(Reply, ErrorInsideA200ThenAFailure) {
  for (const char* body : {R"({"error_code":"X.1","error_msg":"m"})", R"({"errorCode":"X.1"})", R"({"error_msg":"m"})",
                           R"({"status":"FAIL","result":[]})", R"({"status":"failed"})", R"({"status":"error"})",
                           R"({"httpStatus":"BAD_REQUEST","status":"error","result":null})",
                           R"({"httpStatus":"UNAUTHORIZED"})", R"({"error":"boom","status":"success","result":[]})",
                           R"({"error":{"code":"X.1","message":"m"}})", R"({"code":"X.1","message":"m"})"})
    EXPECT_NE(failure(200, body, service::check).detail, "believed") << body;
  EXPECT_EQ(failure(200, R"({"httpStatus":"UNAUTHORIZED"})").kind, FailureKind::auth);
  EXPECT_EQ(failure(200, R"({"status":"fail"})").detail, "HTTP 200: status fail");
  EXPECT_EQ(failure(200, R"({"result":[],"status":"pending"})", service::build).detail, "HTTP 200: status pending");
}

TEST(Reply, NoErrorInsideA200ThenBelieved) {
  for (const char* body : {R"({"error":null,"status":"success","result":[]})", R"({"error":"","error_code":null})",
                           R"({"httpStatus":"OK","result":{}})", R"({"code":"0","message":"ok"})", "[]", "{}"})
    EXPECT_EQ(failure(200, body).detail, "believed") << body;
}

TEST(Reply, NotJsonIn200ThenMalformed) {
  EXPECT_EQ(failure(200, "<!DOCTYPE html><html>sign in</html>").detail,
            "HTTP 200: an HTML page, perhaps for sign-in, instead of JSON");
  EXPECT_EQ(failure(200, "{\"a\":").detail, "HTTP 200: not JSON at byte 6");
  EXPECT_EQ(failure(200, "").detail, "HTTP 200: empty");
  EXPECT_EQ(failure(200, "7").detail, "HTTP 200: neither a JSON object nor an array");
  EXPECT_EQ(failure(200, R"({"a":1,"a":2})").kind, FailureKind::malformed);
}

TEST(Reply, TooLargeThenSaid) {
  const std::string spaces(kMaxBody - 1, ' ');
  EXPECT_EQ(failure(200, "[]" + spaces).kind, FailureKind::too_large);
  EXPECT_EQ(failure(200, "[" + spaces.substr(1) + "]").detail, "believed");
  EXPECT_EQ(failure(503, "x" + spaces + "x").kind, FailureKind::server);
}

TEST(Reply, PauseAskedForThenRead) {
  const auto pause = [](std::string header, std::string message) {
    const std::string body = nlohmann::json{{"error_code", "APIGW.0308"}, {"error_msg", message}}.dump();
    const auto outcome = read_reply({429, body, std::move(header), "", "Sat, 21 Nov 2026 14:05:00 GMT", ""}, redactor(),
                                    info_of(service::repo).good_status);
    return std::get<Failure>(outcome).retry_after;
  };
  const std::string limit = "The throttling threshold has been reached: policy user over ratelimit,limit:60,time:";
  EXPECT_EQ(pause("", limit + "1 minute"), seconds(60));
  EXPECT_EQ(pause("", limit + "5 second"), seconds(5));
  EXPECT_EQ(pause("", limit + "2hours"), seconds(900));
  EXPECT_EQ(pause(" 7 ", limit + "1 minute"), seconds(7));
  EXPECT_EQ(pause("99999999999", ""), seconds(900)) << "no pause of a day is believed";
  EXPECT_EQ(pause("86400", ""), seconds(900));
  EXPECT_EQ(pause("99999999999999999999", ""), seconds(900));
  EXPECT_EQ(pause("90.5", ""), seconds(91));
  EXPECT_EQ(pause("90.0", ""), seconds(90));
  EXPECT_EQ(pause("Sat, 21 Nov 2026 14:05:09 GMT", ""), seconds(9));
  EXPECT_EQ(pause("Sat, 21 Nov 2026 14:04:00 GMT", ""), seconds(0));
  for (const char* unread : {"", "-1", "1.5s", ".", "soon"}) EXPECT_EQ(pause(unread, "x"), std::nullopt);
  EXPECT_EQ(pause("", limit + "99999999999999999999 minute"), std::nullopt);
}

TEST(Reply, CodeThatIsNoneThenLeftOut) {
  for (const char* code : {"has space", "A1b2C3d4E5f6G7h8I9j0", "17812341234", "a@b.cn", "x\ny"}) {
    const Failure found = failure(400, nlohmann::json{{"error_code", code}, {"error_msg", "why"}}.dump());
    EXPECT_EQ(found.code, "") << code;
    EXPECT_EQ(found.detail, "HTTP 400: why") << code;
  }
}

}  // namespace
}  // namespace noticed::tests
