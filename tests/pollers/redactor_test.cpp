#include "pollers/redactor.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace noticed::tests {
namespace {

using nlohmann::json;

std::string redacted(const char* body) { return redactor().redact(json::parse(body)).json().dump(); }
std::string masked(std::string_view in) { return redactor().redact_text(in); }

TEST(Redactor, SameValueThenFingerprintDependsOnKeyAndKindOnly) {
  // printf 'url\0https://example.com/' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f
  EXPECT_EQ(fp(MaskKind::url, "https://example.com/"), "f55b0a42fd0ea0ad");
  EXPECT_NE(fp(MaskKind::url, "x"), fp(MaskKind::secret, "x"));
  EXPECT_NE(fp(MaskKind::url, "x"), Redactor(FingerprintKey{}).fingerprint(MaskKind::url, "x"));
}

TEST(Redactor, UrlThenSchemeHostAndPortAreLeft) {
  const auto masked = [](std::string_view url) { return redactor().mask(MaskKind::url, url); };
  EXPECT_EQ(masked("https://Oapi.DingTalk.com/robot/send?access_token=1"),
            "https://oapi.dingtalk.com/#" + fp(MaskKind::url, "https://Oapi.DingTalk.com/robot/send?access_token=1"));
  EXPECT_TRUE(masked("https://user:pa@ss@host:8443?k=1").starts_with("https://host:8443/#"));
  EXPECT_TRUE(masked("http://[::1]:80/x").starts_with("http://[::1]:80/#"));
  EXPECT_TRUE(masked("aHR0cHM6Ly9leGFtcGxlLmNvbQ==").starts_with("url#"));
  EXPECT_TRUE(masked("https://user:pa/ss@host/").starts_with("url#"));
  EXPECT_TRUE(masked("https:///path").starts_with("url#"));
  EXPECT_EQ(masked(""), "");
}

TEST(Redactor, PhoneThenDigitsDecideAndSeparatorsDoNot) {
  const std::string mobile = "178****1234#" + fp(MaskKind::phone, "17812341234");
  for (const char* spelling : {"17812341234", " 178-1234-1234 ", "+86 (178) 1234 1234", "008617812341234"})
    EXPECT_EQ(redactor().mask(MaskKind::phone, spelling), mobile) << spelling;
  EXPECT_EQ(redactor().mask(MaskKind::phone, "+49 30 1234567"), "493****4567#" + fp(MaskKind::phone, "49301234567"));
  EXPECT_EQ(redactor().mask(MaskKind::phone, "12345"), "phone#" + fp(MaskKind::phone, "12345"));
  EXPECT_EQ(redactor().mask(MaskKind::phone, "MTc4MTIzNA=="), "phone#" + fp(MaskKind::phone, "MTc4MTIzNA=="));
}

TEST(Redactor, EmailThenFirstCharacterAndDomainAreLeft) {
  EXPECT_EQ(redactor().mask(MaskKind::email, "alice@example.com"),
            "a***@example.com#" + fp(MaskKind::email, "alice@example.com"));
  EXPECT_EQ(redactor().mask(MaskKind::email, "张三@例子.cn"), "张***@例子.cn#" + fp(MaskKind::email, "张三@例子.cn"));
  EXPECT_EQ(redactor().mask(MaskKind::email, "nobody"), "email#" + fp(MaskKind::email, "nobody"));
}

TEST(Redactor, DocumentedSecretFieldsThenMaskedByName) {
  EXPECT_EQ(redacted(R"({"secret_info":"SEC1","mention_phone":"5;17812341234,","url":"plain"})"),
            json({{"secret_info", "secret#" + fp(MaskKind::secret, "SEC1")},
                  {"mention_phone",
                   "phone#" + fp(MaskKind::phone, "5") + ";178****1234#" + fp(MaskKind::phone, "17812341234")},
                  {"url", "url#" + fp(MaskKind::url, "plain")}})
                .dump());
}

TEST(Redactor, UnknownNameThatSoundsSecretThenMaskedAtAnyDepth) {
  const std::string masked = "secret#" + fp(MaskKind::secret, "abc");
  for (const char* name : {"clientSecret", "X-Token", "passwd", "apiKey", "signature", "Credential", "basic_auth"})
    EXPECT_EQ(redactor().redact(json{{"a", {{name, "abc"}}}}).json()["a"][name], masked) << name;
  EXPECT_EQ(redacted(R"({"tokens":{"list":["abc"]}})"), R"({"tokens":{"list":[")" + masked + "\"]}}");
  EXPECT_EQ(redacted(R"({"has_token":true,"token_days":3})"), R"({"has_token":true,"token_days":3})");
  EXPECT_EQ(redacted(R"({"apiKey":48291377})"), R"({"apiKey":"secret#)" + fp(MaskKind::secret, "48291377") + "\"}");
}

TEST(Redactor, ForeignListOfObjectsThenItsStringsAreFingerprinted) {
  const std::string masked = "text#" + fp(MaskKind::text, "plain");
  EXPECT_EQ(redacted(R"({"robots":[{"a":"plain","n":1,"deep":{"b":["plain"]}}]})"),
            R"({"robots":[{"a":")" + masked + R"(","deep":{"b":[")" + masked + R"("]},"n":1}]})");
  EXPECT_EQ(redacted(R"({"result":[{"notice_type":"MAIL"}]})"), R"({"result":[{"notice_type":"MAIL"}]})");
}

TEST(Redactor, IdentifierThatLooksLikeAPhoneThenKept) {
  const char* ids = R"({"id":"17812341234","role_ids":["17812341234",17812341234],"userIds":"17812341234,2"})";
  EXPECT_EQ(redacted(ids), json::parse(ids).dump());
  EXPECT_EQ(redacted(R"({"other":17812341234})"),
            R"({"other":"178****1234#)" + fp(MaskKind::phone, "17812341234") + "\"}");
  EXPECT_EQ(redacted(R"({"id":"a@b.cn"})"), R"({"id":"a***@b.cn#)" + fp(MaskKind::email, "a@b.cn") + "\"}");
}

TEST(Redactor, KeyThatLooksLikeASecretThenMasked) {
  EXPECT_EQ(redacted(R"({"enable_map":{"a@b.cn":true}})"),
            R"({"enable_map":{"a***@b.cn#)" + fp(MaskKind::email, "a@b.cn") + "\":true}}");
}

TEST(Redactor, ConfigTextThenJsonStaysReadableAndOtherTextDoesNot) {
  const auto config = [](const char* in) {
    return redactor().redact(json{{"param_config", in}}).json()["param_config"];
  };
  EXPECT_EQ(config(R"( {"b" : 1, "a" : "red", "secret_info":"SEC1"} )"), R"({"a":"text#)" + fp(MaskKind::text, "red") +
                                                                             R"(","b":1,"secret_info":"secret#)" +
                                                                             fp(MaskKind::secret, "SEC1") + "\"}");
  EXPECT_EQ(config(R"({"ref":"A1b2C3d4E5f6G7h8I9j0"})"),
            R"({"ref":"text#)" + fp(MaskKind::text, "A1b2C3d4E5f6G7h8I9j0") + "\"}");
  EXPECT_EQ(config("key=abc"), "text#" + fp(MaskKind::text, "key=abc"));
  EXPECT_EQ(config(R"([ "abc" ])"), "text#" + fp(MaskKind::text, R"(["abc"])"));
  EXPECT_EQ(config(""), "");
}

TEST(RedactText, SecretsInProseThenReplaced) {
  const auto secret = [](std::string_view v) { return "secret#" + fp(MaskKind::secret, v); };
  EXPECT_EQ(masked("see https://host/x?k=1 now"),
            "see https://host/#" + fp(MaskKind::url, "https://host/x?k=1") + " now");
  EXPECT_EQ(masked("call +86 178 1234 1234, or a@b.cn."), "call 178****1234#" + fp(MaskKind::phone, "17812341234") +
                                                              ", or a***@b.cn#" + fp(MaskKind::email, "a@b.cn") + ".");
  EXPECT_EQ(masked("bad token=abc here"), "bad token=" + secret("abc") + " here");
  EXPECT_EQ(masked(R"({"password": "a b"})"), R"({"password": ")" + secret("a b") + "\"}");
  EXPECT_EQ(masked("Authorization: Bearer abc"), "Authorization: Bearer " + secret("abc"));
  EXPECT_EQ(masked("GET|x-security-token:abc|host"), "GET|x-security-token:" + secret("abc") + "|host");
  EXPECT_EQ(masked("job 48c66c6002964721be537cdc6ce0297b gone"),
            "job text#" + fp(MaskKind::text, "48c66c6002964721be537cdc6ce0297b") + " gone");
}

TEST(RedactText, PlainProseThenKept) {
  for (const char* prose : {"APIGW.0301 and CB.00060200, DEVPIPE.00011401", "The token must be updated: expired",
                            "policy user over ratelimit,limit:60,time:1 minute", "until 2026-11-21 14:05:09 +0800",
                            "DEV_LONG_SERVICE.00011401.400", "任务不存在"})
    EXPECT_EQ(masked(prose), prose);
}

TEST(RedactText, AnyBytesThenOneShortValidLine) {
  EXPECT_EQ(masked("a\r\nb\x1b[31m\x7f\xff\xc2\x85 c"), "a  b[31m? c");
  const std::string wide = masked(std::string(299, 'x') + "é tail");
  EXPECT_EQ(wide, std::string(299, 'x'));
  EXPECT_LE(masked(std::string(1U << 20U, 'a')).size(), 300U);
}

}  // namespace
}  // namespace noticed::tests
