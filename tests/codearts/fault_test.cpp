// Each kind of fault as a client sees it, and the ways an answer travels: kept alive, compressed, over TLS.
#include <gtest/gtest.h>
#include <zlib.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "codearts/exchange.h"
#include "codearts/server.h"
#include "codearts/timed_cloud.h"

namespace codearts {
namespace {

using test::Answer;
using test::get;
using test::send;
namespace asio = boost::asio;
namespace http = boost::beast::http;

using codearts::test::kBuildNotices;
const std::string kPipelineDetail = "/v5/" + std::string(kGeneratedProject) + "/api/pipeline-notices/" +
                                    generated_id(Service::pipeline, 0) + "/notice/detail?type=2";
const std::string kCheckTask = "/v1/task/notification/" + generated_id(Service::check, 0);
const std::string kRepoEmail = "/v4/repositories/1000000/notification-subscriptions/subscription?type=email";

Json one_of_each() {
  return Json::parse(R"({"tokens":["t1"],"generate":{"build":1,"pipeline":1,"check":1,"repo":1}})");
}

std::string gunzip(std::string text) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string output(16U * 1024 * 1024, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(output.data());
  stream.avail_out = static_cast<uInt>(output.size());
  inflate(&stream, Z_FINISH);
  output.resize(stream.total_out);
  inflateEnd(&stream);
  return output;
}

class CodeartsFault : public testing::Test {
 protected:
  /// The answer to `target` under one fault of that kind.
  Answer meet(const std::string& kind, const std::string& target = kBuildNotices, Json parameters = Json::object()) {
    parameters["path"] = "/";
    parameters["kind"] = kind;
    parameters["times"] = 1;
    server_.control("fault", parameters);
    return send(server_.port(), get(target));
  }

  Server server_{ServerOptions{.state = one_of_each()}};
};

TEST_F(CodeartsFault, StatusAnswersWhatWasAsked) {
  const Json parameters{
      {"status", 503}, {"body", "busy"}, {"content_type", "text/plain"}, {"headers", {{"Retry-After", "7"}}}};
  const Answer answer = meet("status", kBuildNotices, parameters);
  EXPECT_EQ(answer.status(), 503U);
  EXPECT_EQ(answer.body(), "busy");
  EXPECT_EQ(answer.message.at("Retry-After"), "7");
  EXPECT_EQ(answer.message.at(http::field::content_type), "text/plain");
}

TEST_F(CodeartsFault, TimesAndEveryLimitHowOftenItIsServed) {
  server_.control("fault", Json{{"path", "^/v3/.*query$"}, {"kind", "empty_object"}, {"times", 2}, {"every", 2}});
  std::string served;
  for (int i = 0; i < 6; ++i) served += send(server_.port(), get(kBuildNotices)).body() == "{}" ? 'F' : '.';
  EXPECT_EQ(served, ".F.F..");
  EXPECT_EQ(server_.stats().at("faults_served"), 2);
}

TEST_F(CodeartsFault, ClearedFaultsAreNotServed) {
  server_.control("fault", Json{{"path", "/v3/"}, {"kind", "reset"}});
  EXPECT_TRUE(send(server_.port(), get(kBuildNotices)).error);
  EXPECT_FALSE(send(server_.port(), get(kCheckTask)).error);
  server_.control("fault", Json::object(), "DELETE");
  EXPECT_FALSE(send(server_.port(), get(kBuildNotices)).error);
}

TEST_F(CodeartsFault, BrokenTransportIsSeenAsSuch) {
  EXPECT_EQ(meet("truncate").error, http::error::partial_message);
  EXPECT_EQ(meet("close").error, http::error::end_of_stream);
  EXPECT_EQ(meet("reset").error, asio::error::connection_reset);
  EXPECT_EQ(meet("bad_length").error, http::error::bad_content_length);
}

TEST_F(CodeartsFault, LateAnswersAreStillRight) {
  const std::string right = send(server_.port(), get(kBuildNotices)).body();
  // lint: clock: a real socket is timed
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(meet("delay", kBuildNotices, Json{{"ms", 50}}).body(), right);
  // lint: clock: a real socket is timed
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(50));
  EXPECT_EQ(meet("slow", kBuildNotices, Json{{"ms", 1}}).body(), right);
  // lint: clock: a real socket is timed
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(right.size()));
}

TEST_F(CodeartsFault, WhatIsNoJsonIsServedAsSuccess) {
  const Answer garbage = meet("garbage");
  EXPECT_EQ(garbage.status(), 200U);
  EXPECT_FALSE(Json::accept(garbage.body()));
  const Answer html = meet("html");
  EXPECT_EQ(html.message.at(http::field::content_type), "text/html;charset=UTF-8");
  EXPECT_TRUE(html.body().starts_with("<!DOCTYPE html>"));
}

TEST_F(CodeartsFault, OversizedBodiesAreServedWhole) {
  const Answer huge = meet("huge");
  EXPECT_GE(huge.body().size(), 2U * 1024 * 1024);
  EXPECT_TRUE(huge.json().at("result").is_array());
  EXPECT_EQ(meet("deep").body(), std::string(4U * 1024 * 1024, '['));
  const Answer bomb = meet("gzip_bomb");
  EXPECT_EQ(bomb.message.at(http::field::content_encoding), "gzip");
  EXPECT_LT(bomb.body().size(), 16U * 1024);
  EXPECT_GT(gunzip(bomb.body()).size(), 2U * 1024 * 1024);
}

TEST_F(CodeartsFault, WrongTypesReplaceEveryBoolean) {
  EXPECT_EQ(meet("wrong_type").json().at("result").at(0).at("enable_map").at("deleteJob"), "yes");
  EXPECT_EQ(meet("wrong_type", kBuildNotices, Json{{"form", "array"}}).body(), "[1,2,3]");
  EXPECT_EQ(meet("wrong_type", kBuildNotices, Json{{"form", "text"}}).body(), "\"text\"");
}

TEST_F(CodeartsFault, DuplicateKeyComesBeforeTheRealOne) {
  EXPECT_TRUE(meet("duplicate").body().starts_with(R"({"result":null,"result":[{)"));
}

TEST_F(CodeartsFault, EmptiedAnswersKeepTheirMembers) {
  EXPECT_EQ(meet("empty_object").body(), "{}");
  EXPECT_EQ(meet("emptied", kBuildNotices).body(), R"({"result":[],"error":null,"status":"success"})");
  EXPECT_EQ(meet("emptied", kPipelineDetail).body(), R"({"events":[],"webhook_config":null})");
  EXPECT_EQ(meet("emptied", kCheckTask).body(), R"({"codeGateFailed":null,"deleteTask":null,"executeTask":null})");
  EXPECT_EQ(meet("emptied", kRepoEmail).json().at("subscript_events"), Json::array());
}

TEST_F(CodeartsFault, EchoOfAnotherNamesAnother) {
  EXPECT_EQ(meet("echo_other", kPipelineDetail).json().at("type"), 3);
  EXPECT_EQ(meet("echo_other", kRepoEmail).json().at("repository_id"), 1000001);
}

TEST_F(CodeartsFault, ErrorsComeInTheirDocumentedShapes) {
  const Answer throttled = meet("throttle");
  EXPECT_EQ(throttled.status(), 429U);
  EXPECT_EQ(throttled.json().at("error_msg"),
            "The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute");
  EXPECT_EQ(meet("error200", kBuildNotices).json().at("status"), "fail");
  EXPECT_EQ(meet("error200", kCheckTask).json().at("error_code"), "CC.00050012");
  EXPECT_EQ(meet("error200", kCheckTask, Json{{"error_code", "CC.00050007"}}).json().at("error_code"), "CC.00050007");
  const Answer moved = meet("redirect");
  EXPECT_EQ(moved.status(), 302U);
  EXPECT_EQ(moved.message.at(http::field::location), "/elsewhere");
}

TEST_F(CodeartsFault, UnknownKindOrWrongParameterIsRefused) {
  EXPECT_THROW(server_.control("fault", Json{{"path", "/"}, {"kind", "gremlin"}}), StateError);
  EXPECT_THROW(server_.control("fault", Json{{"path", "/"}, {"kind", "status"}, {"status", "bad"}}), StateError);
  EXPECT_EQ(send(server_.port(), get(kBuildNotices)).status(), 200U);
}

TEST(CodeartsServer, RequestsOnOneConnectionAreAllAnswered) {
  Server server(ServerOptions{.state = one_of_each()});
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  socket.connect({asio::ip::address_v4::loopback(), server.port()});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(test::exchange(socket, get(kBuildNotices)).status(), 200U);
  EXPECT_EQ(server.stats().at("connections"), 1);
}

TEST(CodeartsServer, GzipIsUsedForClientsThatAcceptIt) {
  Server server(ServerOptions{.state = one_of_each(), .gzip = true});
  const Answer plain = send(server.port(), get(kBuildNotices));
  auto call = get(kBuildNotices);
  call.set(http::field::accept_encoding, "gzip, deflate");
  const Answer packed = send(server.port(), call);
  EXPECT_EQ(packed.message.at(http::field::content_encoding), "gzip");
  EXPECT_LT(packed.body().size(), plain.body().size());
  EXPECT_EQ(gunzip(packed.body()), plain.body());
}

// A self-signed certificate and its key, as PEM files.
void write_certificate(const std::string& cert_path, const std::string& key_path) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> cert(X509_new(), &X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
  X509_set_pubkey(cert.get(), key.get());
  X509_sign(cert.get(), key.get(), EVP_sha256());
  const std::unique_ptr<FILE, int (*)(FILE*)> cert_file(std::fopen(cert_path.c_str(), "w"), &std::fclose);
  PEM_write_X509(cert_file.get(), cert.get());
  const std::unique_ptr<FILE, int (*)(FILE*)> key_file(std::fopen(key_path.c_str(), "w"), &std::fclose);
  PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

TEST(CodeartsServer, TlsServesTheSameAnswers) {
  const std::string cert = testing::TempDir() + "codearts_cert.pem";
  const std::string key = testing::TempDir() + "codearts_key.pem";
  write_certificate(cert, key);
  Server server(ServerOptions{.state = one_of_each(), .tls_cert = cert, .tls_key = key});
  asio::io_context io;
  asio::ssl::context trust_all(asio::ssl::context::tls_client);
  asio::ssl::stream<asio::ip::tcp::socket> stream(io, trust_all);
  stream.next_layer().connect({asio::ip::address_v4::loopback(), server.port()});
  stream.handshake(asio::ssl::stream_base::client);
  EXPECT_EQ(test::exchange(stream, get(kBuildNotices)).json().at("status"), "success");
  EXPECT_TRUE(server.url().starts_with("https://127.0.0.1:"));
}

}  // namespace
}  // namespace codearts
