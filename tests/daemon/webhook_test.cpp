#include <curl/curl.h>
#include <gtest/gtest.h>

#include "daemon/sinks/sink.h"
#include "temp_dir.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

// The example of Standard Webhooks 1.0.0.
const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const std::string kBody = R"({"test": 2432232314})";
const std::string kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr std::int64_t kSecond = 1'614'265'330;

class WebhookTest : public testing::Test {
 protected:
  WebhookTest() {
    config_.type = "webhook";
    config_.url_file = dir_.write("url", "https://hooks.example.com/x\n");
    message_.event_id = kId;
    message_.body = kBody;
  }
  std::variant<HttpRequest, std::string> render() const {
    return make_sink(config_)->render(message_, TimePoint{std::chrono::seconds{kSecond} + 999ms});
  }
  Lines headers() const {
    const auto made = render();
    const auto* request = std::get_if<HttpRequest>(&made);
    if (request == nullptr) return {};
    Lines lines;
    for (const auto* at = static_cast<const curl_slist*>(request->headers->list()); at != nullptr; at = at->next)
      lines.emplace_back(at->data);
    return lines;
  }
  Attempt::Verdict judge(int status) const {
    HttpResult result;
    result.reply.status = status;
    return make_sink(config_)->judge(result);
  }

  TempDir dir_;
  SinkConfig config_;
  DueDelivery message_;
};

TEST(WebhookSignature, ExampleOfTheStandardThenItsSignature) {
  EXPECT_EQ(webhook_signature({kSecret}, kId, kSecond, kBody), kSignature);
}

TEST(WebhookSignature, SeveralSecretsThenOneSignatureEachInTheirOrder) {
  const std::string other = webhook_signature({"new secret"}, kId, kSecond, kBody);
  EXPECT_EQ(webhook_signature({kSecret, "new secret"}, kId, kSecond, kBody), kSignature + " " + other);
}

TEST(WebhookSignature, PlainTextSecretThenItsBytesAreTheKey) {
  // printf '%s' 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}' | openssl dgst -sha256 -hmac 'plain
  // secret' -binary | base64
  EXPECT_EQ(webhook_signature({"plain secret"}, kId, kSecond, kBody),
            "v1,gke7k785FD6W2FuaDcrvG3sQcmFE9YVaaAmarK4oi68=");
}

TEST(WebhookSignature, OtherIdTimeOrBodyThenOtherSignature) {
  EXPECT_NE(webhook_signature({kSecret}, "msg_2", kSecond, kBody), kSignature);
  EXPECT_NE(webhook_signature({kSecret}, kId, kSecond + 1, kBody), kSignature);
  EXPECT_NE(webhook_signature({kSecret}, kId, kSecond, kBody + " "), kSignature);
}

TEST_F(WebhookTest, UnsignedMessageThenExactHeaders) {
  EXPECT_EQ(headers(), (Lines{"Content-Type: application/cloudevents+json; charset=utf-8", "webhook-id: " + kId,
                              "webhook-timestamp: 1614265330", "Expect:"}));
}

TEST_F(WebhookTest, SignedMessageThenTheSignatureToo) {
  config_.secret_file = dir_.write("secret", "# rotated in March\n" + kSecret + "\n");
  EXPECT_EQ(headers(), (Lines{"Content-Type: application/cloudevents+json; charset=utf-8", "webhook-id: " + kId,
                              "webhook-timestamp: 1614265330", "webhook-signature: " + kSignature, "Expect:"}));
}

TEST_F(WebhookTest, MessageThenPostedAsItIs) {
  const auto made = render();
  const auto& request = std::get<HttpRequest>(made);
  EXPECT_EQ(request.url, "https://hooks.example.com/x");
  EXPECT_EQ(request.post, kBody);
  EXPECT_EQ(request.timeout, 20s);
}

TEST_F(WebhookTest, AddressInTheConfigurationThenUsed) {
  config_.url = "https://other.example.com/";
  config_.url_file.clear();
  EXPECT_EQ(std::get<HttpRequest>(render()).url, "https://other.example.com/");
}

TEST_F(WebhookTest, AddressFileReplacedThenTheNewAddress) {
  const auto sink = make_sink(config_);
  sink->render(message_, TimePoint{});
  dir_.write("url", "https://new.example.com/y\n");
  const auto made = sink->render(message_, TimePoint{});
  EXPECT_EQ(std::get<HttpRequest>(made).url, "https://new.example.com/y");
}

TEST_F(WebhookTest, MissingAddressFileThenErrorNamesIt) {
  std::filesystem::remove(config_.url_file);
  EXPECT_EQ(std::get<std::string>(render()), config_.url_file.string() + ": No such file or directory");
}

TEST_F(WebhookTest, EmptySecretFileThenNothingIsSentUnsigned) {
  config_.secret_file = dir_.write("secret", "# whsec_old was here\n");
  EXPECT_EQ(std::get<std::string>(render()), config_.secret_file.string() + ": is empty");
}

TEST_F(WebhookTest, AddressFileNowUnsafeThenErrorWithoutTheAddress) {
  dir_.write("url", "http://hooks.example.com/s3cret\n");
  EXPECT_EQ(std::get<std::string>(render()),
            config_.url_file.string() + ": must begin with https://; plain http is for loopback only");
}

TEST_F(WebhookTest, AnyTwoHundredThenDelivered) {
  for (const int status : {200, 201, 202, 204, 299}) EXPECT_EQ(judge(status), Attempt::Verdict::delivered) << status;
}

TEST_F(WebhookTest, AnyOtherStatusThenTriedAgain) {
  for (const int status : {0, 100, 301, 302, 307, 400, 401, 404, 410, 429, 500, 503})
    EXPECT_EQ(judge(status), Attempt::Verdict::retry) << status;
}

TEST_F(WebhookTest, BrokenTransportThenTriedAgainWhateverTheStatus) {
  HttpResult result;
  result.reply.status = 200;
  result.failure.emplace();
  EXPECT_EQ(make_sink(config_)->judge(result), Attempt::Verdict::retry);
}

TEST(SinkRegistry, TypeThatIsNoneThenRefused) {
  SinkConfig config;
  config.type = "pager";
  EXPECT_THROW(make_sink(config), std::invalid_argument);
}

}  // namespace
}  // namespace noticed
