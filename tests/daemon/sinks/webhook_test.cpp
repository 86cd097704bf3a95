#include "daemon/sinks/webhook.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "daemon/sinks/sink.h"
#include "support/temp_dir.h"

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
    config_.name = "ops";
    config_.type = "webhook";
    config_.url_file = dir_.write("url", "https://hooks.example.com/x\n");
    event_.seq = 7;
    event_.event_id = kId;
    event_.body = kBody;
  }
  Message message() const { return make_sink(config_)->render({&event_, 1}, {}).at(0); }
  std::variant<HttpRequest, std::string> request() const {
    return make_sink(config_)->request(message(), TimePoint{std::chrono::seconds{kSecond} + 999ms});
  }
  Lines headers() const {
    const auto made = request();
    const auto* request = std::get_if<HttpRequest>(&made);
    return request == nullptr ? Lines{} : request->headers->lines();
  }

  TempDir dir_;
  SinkConfig config_;
  DueDelivery event_;
};

std::string key(const std::string& secret) { return webhook_key(secret).bytes; }

TEST(WebhookSignature, ExampleOfTheStandardThenItsSignature) {
  EXPECT_EQ(webhook_signature({key(kSecret)}, kId, kSecond, kBody), kSignature);
}

TEST(WebhookSignature, SeveralSecretsThenOneSignatureEachInTheirOrder) {
  const std::string other = webhook_signature({key("new secret")}, kId, kSecond, kBody);
  EXPECT_EQ(webhook_signature({key(kSecret), key("new secret")}, kId, kSecond, kBody), kSignature + " " + other);
}

TEST(WebhookSignature, PlainTextSecretThenItsBytesAreTheKey) {
  // printf '%s' 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}' | openssl dgst -sha256 -hmac 'plain
  // secret' -binary | base64
  EXPECT_EQ(webhook_signature({key("plain secret")}, kId, kSecond, kBody),
            "v1,gke7k785FD6W2FuaDcrvG3sQcmFE9YVaaAmarK4oi68=");
}

TEST(WebhookSignature, OtherIdTimeOrBodyThenOtherSignature) {
  EXPECT_NE(webhook_signature({key(kSecret)}, "msg_2", kSecond, kBody), kSignature);
  EXPECT_NE(webhook_signature({key(kSecret)}, kId, kSecond + 1, kBody), kSignature);
  EXPECT_NE(webhook_signature({key(kSecret)}, kId, kSecond, kBody + " "), kSignature);
}

TEST(WebhookKey, StandardSecretThatIsNoneThenAFaultAndNoKey) {
  const std::string fault =
      "whsec_ must be followed by 24 to 64 bytes in base64; copy the secret again, or remove whsec_";
  // Not base64; without padding; 21 bytes; 65 bytes.
  for (const auto& rest :
       {std::string("!MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), std::string("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAA"),
        std::string(28, 'A'), std::string(87, 'A') + "="}) {
    EXPECT_EQ(webhook_key("whsec_" + rest).fault, fault) << rest;
    EXPECT_EQ(webhook_key("whsec_" + rest).bytes, "") << rest;
  }
  EXPECT_EQ(key("whsec_" + std::string(32, 'A')).size(), 24U);
  EXPECT_EQ(key("whsec_" + std::string(86, 'A') + "==").size(), 64U);
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

TEST_F(WebhookTest, ReplayedEventThenSaidInAHeader) {
  event_.replayed = true;
  EXPECT_EQ(headers(), (Lines{"Content-Type: application/cloudevents+json; charset=utf-8", "webhook-id: " + kId,
                              "webhook-timestamp: 1614265330", "noticed-replay: 1", "Expect:"}));
}

TEST_F(WebhookTest, SecretFileWithABrokenLineThenNothingIsSent) {
  config_.secret_file = dir_.write("secret", kSecret + "\nwhsec_short\n");
  EXPECT_EQ(std::get<std::string>(request()),
            config_.secret_file.string() +
                ": whsec_ must be followed by 24 to 64 bytes in base64; copy the secret again, or remove whsec_");
}

TEST_F(WebhookTest, SeveralEventsThenALetterEach) {
  DueDelivery other = event_;
  other.seq = 9;
  other.event_id = "evt_9";
  const std::vector<DueDelivery> events{event_, other};
  const auto messages = make_sink(config_)->render(events, {});
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].events, std::vector<std::int64_t>{7});
  EXPECT_EQ(messages[1].events, std::vector<std::int64_t>{9});
  EXPECT_EQ(messages[1].event_ids, std::vector<std::int64_t>{9});
  EXPECT_EQ(messages[1].id, "evt_9");
  EXPECT_EQ(messages[1].content, kBody);
}

TEST_F(WebhookTest, NotGroupedAndTenASecond) {
  const auto sink = make_sink(config_);
  EXPECT_FALSE(sink->groups());
  EXPECT_EQ(sink->pace().every, 100ms);
  EXPECT_EQ(sink->pace().burst, 10U);
}

TEST_F(WebhookTest, TestThenAMarkedEventWithAnIdOfItsOwn) {
  const auto sink = make_sink(config_);
  const Message message = sink->render_test({});
  const auto body = nlohmann::json::parse(message.content);
  EXPECT_EQ(body.at("specversion"), "1.0");
  EXPECT_EQ(body.at("type"), "noticed.sink.test");
  EXPECT_EQ(body.at("source"), "urn:noticed");
  EXPECT_EQ(body.at("id"), message.id);
  EXPECT_EQ(body.at("data").at("sink"), "ops");
  EXPECT_EQ(message.id.substr(0, 4), "evt_");
  EXPECT_EQ(message.id.size(), 30U);
  EXPECT_NE(sink->render_test({}).id, message.id);
  EXPECT_TRUE(message.events.empty());
}

TEST_F(WebhookTest, MessageThenPostedAsItIs) {
  const auto made = request();
  const auto& http = std::get<HttpRequest>(made);
  EXPECT_EQ(http.url, "https://hooks.example.com/x");
  EXPECT_EQ(http.post, kBody);
  EXPECT_EQ(http.timeout, 20s);
  EXPECT_EQ(http.max_body, 65'536U);
}

TEST_F(WebhookTest, AddressInTheConfigurationThenUsed) {
  config_.url = "https://other.example.com/";
  config_.url_file.clear();
  EXPECT_EQ(std::get<HttpRequest>(request()).url, "https://other.example.com/");
}

TEST_F(WebhookTest, AddressFileReplacedThenTheNewAddress) {
  const auto sink = make_sink(config_);
  sink->request(message(), TimePoint{});
  dir_.write("url", "https://new.example.com/y\n");
  const auto made = sink->request(message(), TimePoint{});
  EXPECT_EQ(std::get<HttpRequest>(made).url, "https://new.example.com/y");
}

TEST_F(WebhookTest, MissingAddressFileThenErrorNamesIt) {
  std::filesystem::remove(config_.url_file);
  EXPECT_EQ(std::get<std::string>(request()), config_.url_file.string() + ": No such file or directory");
}

TEST_F(WebhookTest, EmptySecretFileThenNothingIsSentUnsigned) {
  config_.secret_file = dir_.write("secret", "# whsec_old was here\n");
  EXPECT_EQ(std::get<std::string>(request()), config_.secret_file.string() + ": is empty");
}

TEST_F(WebhookTest, AddressFileNowUnsafeThenErrorWithoutTheAddress) {
  dir_.write("url", "http://hooks.example.com/s3cret\n");
  EXPECT_EQ(std::get<std::string>(request()),
            config_.url_file.string() + ": must begin with https://; plain http is allowed for loopback only");
}

TEST(SinkRegistry, TypeThatIsNoneThenRefused) {
  SinkConfig config;
  config.type = "pager";
  EXPECT_THROW(make_sink(config), std::invalid_argument);
}

}  // namespace
}  // namespace noticed
