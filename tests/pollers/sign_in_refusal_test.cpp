// What a refused request implies about its token, its key, or the clock.
#include "pollers/sign_in/refusal.h"

#include "sign_in_fixture.h"

namespace noticed::tests {
namespace {

TEST(Refusal, TextsOfTheGatewayThenTokenOrSignature) {
  for (const char* text : {"Incorrect IAM authentication information: decrypt token fail", "x-auth-token not found",
                           "token expires, expires_at: 2026-11-21T14:00:00.000000Z", "Unauthorized"}) {
    for (const char* code : {"APIGW.0301", "APIG.0301", "APIC.0301"}) {
      EXPECT_TRUE(blames_token(refusal(401, code, text))) << text;
      EXPECT_FALSE(blames_signature(refusal(401, code, text))) << text;
    }
  }
  for (const char* text :
       {"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:GET|/x",
        "calc ak sk signature fail:signature expired", "AK access failed to reach the limit,forbidden",
        "Get secretKey failed,error:AK not exist", "Verify AKSK Signature Fail"}) {
    EXPECT_TRUE(blames_signature(refusal(401, "APIGW.0301", text))) << text;
    EXPECT_FALSE(blames_token(refusal(401, "APIGW.0301", text))) << text;
  }
}

TEST(Refusal, CodesOfTheServicesThenTheToken) {
  for (const char* code :
       {"APIGW.0307", "CC.00000003", "CC.00000003.401", "DEV.00000003", "CH.00000001", "CH.00000002"})
    EXPECT_TRUE(blames_token(refusal(401, code, "why"))) << code;
  EXPECT_TRUE(blames_token(refusal(200, "CC.00050007", "why")));
}

TEST(Refusal, OtherCodesThenNeither) {
  for (const char* code : {"CH.080401", "APIGW.0303", "APIGW.0305", "CC.000000031", "XAPIGW.0301", "", "401"}) {
    EXPECT_FALSE(blames_token(refusal(401, code, "no access"))) << code;
    EXPECT_FALSE(blames_signature(refusal(401, code, "no access"))) << code;
  }
}

TEST(Refusal, HttpDateThenItsTime) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), parse_rfc3339("1994-11-06T08:49:37Z"));
  EXPECT_EQ(parse_http_date("Sat, 31 Dec 2026 23:59:60 GMT"), parse_rfc3339("2027-01-01T00:00:00Z"));
  for (const char* date :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 anF 1994 08:49:37 GMT", "Sun, 36 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT", "Sun; 06 Nov 1994 08:49:37 GMT"})
    EXPECT_EQ(parse_http_date(date), std::nullopt) << date;
}

std::string clock_blamed(const std::string& date, const std::string& text = "verify aksk signature fail") {
  const TimePoint wall = *parse_rfc3339("2026-11-21T14:00:00Z");
  return blames_clock(refusal(401, "APIGW.0301", text), date, wall).value_or("");
}

TEST(Refusal, DateOfTheReplyThenHowFarTheClockIsOff) {
  const std::string remedy = "; a signature is valid for 15 min: correct this machine's clock";
  const std::string mine = "the clock of this machine is ";
  EXPECT_EQ(clock_blamed("Sat, 21 Nov 2026 16:03:20 GMT"), mine + "2 h 3 min behind the cloud's" + remedy);
  EXPECT_EQ(clock_blamed("Sat, 21 Nov 2026 13:44:59 GMT"), mine + "15 min ahead of the cloud's" + remedy);
  EXPECT_EQ(clock_blamed("Thu, 01 Jan 1970 00:00:00 GMT"), mine + "20778 days 14 h ahead of the cloud's" + remedy);
  EXPECT_EQ(clock_blamed("Sat, 21 Nov 2026 13:45:00 GMT"), "");
  EXPECT_EQ(clock_blamed("Sat, 21 Nov 2026 14:15:00 GMT"), "");
  EXPECT_EQ(clock_blamed(""), "");
  EXPECT_EQ(clock_blamed("", "calc ak sk signature fail:Signature Expired"),
            "the clock of this machine differs from the cloud's, which says that a new signature has expired" + remedy);
}

}  // namespace
}  // namespace noticed::tests
