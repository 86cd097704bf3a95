#include "receiver/receiver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "codearts/exchange.h"
#include "receiver/alert.h"
#include "receiver/webhook_signature.h"

namespace receiver {
namespace {

using namespace std::chrono_literals;
using codearts::test::Answer;
using codearts::test::Call;
namespace http = boost::beast::http;
using std::chrono::system_clock;
using testing::HasSubstr;
using testing::Not;

// The example that the standard's own libraries test themselves with.
constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr const char* kBody = R"({"test": 2432232314})";
constexpr const char* kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr system_clock::time_point kSignedAt{1'614'265'330s};

Headers signed_headers() {
  return {{"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"},
          {"webhook-timestamp", "1614265330"},
          {"webhook-signature", kSignature}};
}

Call alert(const std::string& body = kBody) {
  Call call(http::verb::post, "/alerts", 11, body);
  call.set(http::field::host, "127.0.0.1");
  call.set("Webhook-Id", "evt_1");
  call.prepare_payload();
  return call;
}

Answer post(const Receiver& receiver, const Call& call = alert()) {
  return codearts::test::send(receiver.port(), call);
}

TEST(Signature, StandardsExampleIsGood) {
  EXPECT_EQ(Verifier({kSecret}).problem(signed_headers(), kBody, kSignedAt), "");
}

TEST(Signature, OneOfSeveralSecretsAndSignaturesIsEnough) {
  Headers headers = signed_headers();
  headers["webhook-signature"] = std::string("v1a,AAAA v1,AAAA ") + kSignature;
  EXPECT_EQ(Verifier({"another", kSecret}).problem(headers, kBody, kSignedAt), "");
}

TEST(Signature, AnyOtherBodyIdOrSecretIsBad) {
  Headers other_id = signed_headers();
  other_id["webhook-id"] = "msg_2";
  EXPECT_EQ(Verifier({kSecret}).problem(signed_headers(), "{}", kSignedAt), "no signature matches");
  EXPECT_EQ(Verifier({kSecret}).problem(other_id, kBody, kSignedAt), "no signature matches");
  EXPECT_EQ(Verifier({"another"}).problem(signed_headers(), kBody, kSignedAt), "no signature matches");
}

TEST(Signature, OldOrFutureTimestampIsBad) {
  const Verifier verifier({kSecret});
  EXPECT_EQ(verifier.problem(signed_headers(), kBody, kSignedAt + 300s), "");
  EXPECT_THAT(verifier.problem(signed_headers(), kBody, kSignedAt + 301s), HasSubstr("timestamp"));
  EXPECT_THAT(verifier.problem(signed_headers(), kBody, kSignedAt - 301s), HasSubstr("timestamp"));
}

TEST(Signature, MissingHeaderOrSecretIsSaid) {
  Headers headers = signed_headers();
  headers.erase("webhook-signature");
  EXPECT_THAT(Verifier({kSecret}).problem(headers, kBody, kSignedAt), HasSubstr("unsigned"));
  EXPECT_THAT(Verifier({}).problem(signed_headers(), kBody, kSignedAt), HasSubstr("no secret"));
}

TEST(Signature, SecretThatIsNoBase64IsRefused) {
  EXPECT_THROW(Verifier({"whsec_not base64"}), std::invalid_argument);
  EXPECT_THROW(Receiver({.secrets = {"whsec_"}}), std::invalid_argument);
}

TEST(Receiver, DeliveryIsKeptWholeAndAnswered200) {
  const Receiver receiver;
  EXPECT_EQ(post(receiver).status(), 200U);
  ASSERT_TRUE(receiver.wait_for(1, 0ms));
  const Delivery delivery = receiver.deliveries().at(0);
  EXPECT_EQ(delivery.method, "POST");
  EXPECT_EQ(delivery.target, "/alerts");
  EXPECT_EQ(delivery.headers.at("webhook-id"), "evt_1");
  EXPECT_EQ(delivery.body, kBody);
  EXPECT_EQ(delivery.answered, 200U);
  EXPECT_FALSE(delivery.signature_ok);
}

TEST(Receiver, NumberedAnswersComeFirstThenTheStandingOne) {
  Receiver receiver;
  receiver.answer({.status = 503, .headers = {{"Retry-After", "3"}}}, 2);
  receiver.answer({.body = R"({"code":19001})"});
  const Answer refused = post(receiver);
  EXPECT_EQ(refused.status(), 503U);
  EXPECT_EQ(refused.message["Retry-After"], "3");
  EXPECT_EQ(post(receiver).status(), 503U);
  const Answer taken = post(receiver);
  EXPECT_EQ(taken.status(), 200U);
  EXPECT_EQ(taken.body(), R"({"code":19001})");
}

TEST(Receiver, ResetAnswersNothingButKeepsTheDelivery) {
  Receiver receiver;
  receiver.answer({.reset = true}, 1);
  EXPECT_TRUE(post(receiver).error);
  ASSERT_TRUE(receiver.wait_for(1, 5s));
  EXPECT_EQ(receiver.deliveries().at(0).answered, 0U);
  EXPECT_EQ(post(receiver).status(), 200U);
}

TEST(Receiver, DelayHoldsTheAnswerBack) {
  Receiver receiver;
  receiver.answer({.delay = 50ms});
  // lint: clock: a real socket is timed
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(post(receiver).status(), 200U);
  // lint: clock: a real socket is timed
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 50ms);
}

TEST(Receiver, EndsWhileAnAnswerIsHeldBack) {
  boost::asio::io_context io;
  boost::asio::ip::tcp::socket socket(io);
  {
    Receiver receiver;
    receiver.answer({.delay = 1h});
    socket.connect({boost::asio::ip::address_v4::loopback(), receiver.port()});
    http::write(socket, alert());
    ASSERT_TRUE(receiver.wait_for(1, 5s));
  }
  char byte = 0;
  boost::system::error_code error;
  socket.read_some(boost::asio::buffer(&byte, 1), error);
  EXPECT_TRUE(error);
}

TEST(Receiver, WaitEndsWithoutADelivery) {
  const Receiver receiver;
  EXPECT_FALSE(receiver.wait_for(1, 10ms));
}

constexpr const char* kAlert = R"({"specversion":"1.0","type":"noticed.settings.changed","data":{"seq":1,
"severity":"critical","summary":"payments-api: no visible notification left for failed builds\u001b[2J",
"window":{"not_before":"2026-11-21T14:00:09.101Z","observed_at":"2026-11-21T14:05:09.123Z"},
"changes":[{"channel":"email","event":"buildJobFail","attribute":"enabled","old":true,"new":false}]}})";

TEST(Alert, SaysWhatChangedWhenAndWhetherItIsSigned) {
  Delivery delivery;
  delivery.body = kAlert;
  delivery.received_at = kSignedAt;
  delivery.signature_ok = true;
  EXPECT_EQ(describe(delivery, false),
            "  15:02:10    🔴 CRITICAL: payments-api: no visible notification left for failed builds?[2J\n"
            "              email buildJobFail enabled: true -> false\n"
            "              between 14:00:09.101 and 14:05:09.123 UTC; signature good\n");
}

TEST(Alert, ColoursOnlyWhereAsked) {
  Delivery delivery;
  delivery.body = kAlert;
  EXPECT_THAT(describe(delivery, true), HasSubstr("\x1b[1;31m🔴"));
  EXPECT_THAT(describe(delivery, false), Not(HasSubstr("\x1b")));
}

TEST(Alert, WhatIsNoAlertIsSaid) {
  for (const char* body : {"hello", "[1]", R"({"data":7})", ""}) {
    Delivery delivery;
    delivery.body = body;
    EXPECT_THAT(describe(delivery, false), HasSubstr("no alert")) << body;
  }
}

TEST(Alert, RecordIsOneLineOfJson) {
  Delivery delivery;
  delivery.body = kAlert;
  delivery.headers = signed_headers();
  const std::string line = record(delivery);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(nlohmann::json::parse(line).at("event").at("data").at("seq"), 1);
  delivery.body = "hello";
  EXPECT_EQ(nlohmann::json::parse(record(delivery)).at("event"), "hello");
}

}  // namespace
}  // namespace receiver
