// Addresses and tokens in documented texts, recognized by their form: with or without a scheme, in any encoding.
#include <gtest/gtest.h>

#include "samples.h"

namespace noticed::tests {
namespace {

using nlohmann::json;

std::string named(const char* value) { return redactor().redact(json{{"name", value}}).json()["name"]; }

TEST(Address, PercentEncodedThenMasked) {
  for (const char* value :
       {"https%3A%2F%2Fopen.feishu.cn%2Fbot", "see https%3a%2f%2Fopen.feishu.cn", "https%253A%252F%252Fopen.feishu.cn",
        "HTTPS%25253a%25252f%25252Fopen.feishu.cn", "https:%2F%2Fopen.feishu.cn"})
    EXPECT_EQ(named(value), "url#" + redactor().fingerprint(MaskKind::url, value)) << value;
}

TEST(Address, WithoutASchemeAndWithACredentialThenMasked) {
  for (const char* value :
       {"host/robot/send?access_code=abc", "oapi.dingtalk.com/robot/send?access_token=abc", "/cgi-bin/send?key=abc",
        "robot.example.com:8443/send?a=1&sign=abc", "access_token=abcdefgh", "to host/x?token=abc, please",
        "hooks.slack.com/services/T01234567/B01234567/a1B2c3D4e5F6g7H8i9J0k1L2",
        "open.feishu.cn/open-apis/bot/v2/hook/2f3e4d5c-1a2b-4c3d-9e8f-0a1b2c3d4e5f"})
    EXPECT_EQ(named(value), "url#" + redactor().fingerprint(MaskKind::url, value)) << value;
}

TEST(Address, WebTokenThenFingerprinted) {
  const char* token = "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";
  EXPECT_EQ(named(token), "text#" + redactor().fingerprint(MaskKind::text, token));
}

TEST(Address, PlainTextThenKept) {
  for (const char* value :
       {"Project manager", "release/2026.11", "https", "50% of it", "100%25", "e8d32c5f742448228fd2ec78bdee72e4",
        "what? key = value", "a&b=c", "流水线/发布？", "src/main/java/com/example/App.java", "1:2//3", "v1.2/build-42",
        "key=1", "github.com/example/service-orders-v2", "mode=fast&level=3", "eyJust.a.name", "feature/issue-1234567"})
    EXPECT_EQ(named(value), value);
}

}  // namespace
}  // namespace noticed::tests
