// Signatures of the chats, compared with vectors on which independent implementations agree.
#include <gtest/gtest.h>

#include "sample.h"
#include "storage/model/base64.h"
#include "storage/model/digest.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

class SigningTest : public testing::Test {
 protected:
  HttpRequest request(const std::string& type, const std::string& secret, const std::string& url, TimePoint now) {
    SinkConfig config = chat_config(type);
    config.url = url;
    if (!secret.empty()) config.secret_file = dir_.write("secret", secret + "\n");
    Message message;
    message.content = R"({"a":1})";
    return std::get<HttpRequest>(make_sink(config)->request(message, now));
  }
  TempDir dir_;
};

const TimePoint kNow{1'700'000'000s};

TEST_F(SigningTest, DingtalkThenTimeAndSignatureInTheAddressEncodedOnce) {
  const std::string secret = "SEC" + std::string(63, '0') + "a";
  const auto made = request("dingtalk", secret, "https://oapi.dingtalk.com/robot/send?access_token=t", kNow);
  EXPECT_EQ(made.url,
            "https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1700000000000&"
            "sign=PX3eX9%2BAe6bSAkx4m%2FHWjY0h%2FNcu4ywN5LX%2Bu7LfWgc%3D");
  EXPECT_EQ(made.post, R"({"a":1})");
}

TEST_F(SigningTest, FeishuThenTimeAndSignatureInTheBody) {
  const auto made = request("feishu", "demo", "https://open.feishu.cn/open-apis/bot/v2/hook/x", kNow + 999ms);
  EXPECT_EQ(made.post, R"({"timestamp":"1700000000","sign":"8oT2n3SMKFfEnDoiwer8BUM/SjKLwe9SqoEIHlhDTKo=","a":1})");
  EXPECT_EQ(made.url, "https://open.feishu.cn/open-apis/bot/v2/hook/x");
}

TEST_F(SigningTest, LaterAttemptThenAnotherSignature) {
  const std::string url = "https://open.feishu.cn/open-apis/bot/v2/hook/x";
  EXPECT_NE(request("feishu", "demo", url, kNow).post, request("feishu", "demo", url, kNow + 1s).post);
}

TEST_F(SigningTest, NoSecretThenNothingIsAdded) {
  const std::string url = "https://oapi.dingtalk.com/robot/send?access_token=t";
  EXPECT_EQ(request("dingtalk", "", url, kNow).url, url);
  EXPECT_EQ(request("feishu", "", url, kNow).post, R"({"a":1})");
}

TEST_F(SigningTest, SecretFileGoneThenNothingIsSentUnsigned) {
  SinkConfig config = chat_config("feishu");
  config.secret_file = dir_.path() / "none";
  EXPECT_EQ(std::get<std::string>(make_sink(config)->request({}, kNow)),
            config.secret_file.string() + ": No such file or directory");
}

TEST(Base64, TextsOfTheStandardThenBothWays) {
  for (const auto& [text, bytes] : {std::pair{"Zg==", "f"}, {"Zm8=", "fo"}, {"Zm9v", "foo"}, {"Zm9vYmFy", "foobar"}}) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
  for (const auto* text : {"", "Zg=", "Zg", "Z!==", " Zm9v", "Zm9v\n\n\n\n"}) EXPECT_FALSE(from_base64(text)) << text;
}

}  // namespace
}  // namespace noticed
