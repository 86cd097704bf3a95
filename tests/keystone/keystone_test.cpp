// The sign-in with a password against a real Keystone: real requests, real time, tokens that live a minute.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <map>

#include "keystone/keystone.h"
#include "pollers/asio_loop.h"
#include "pollers/credential_provider.h"
#include "tests/support/services.h"

namespace noticed::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

/// The real client, and how many sign-ins went through it.
class Counting final : public Transport {
 public:
  explicit Counting(Transport& next) : next_(next) {}
  void send(HttpRequest request, Handler handler) override {
    if (request.post) ++posts;
    next_.send(std::move(request), std::move(handler));
  }
  int posts = 0;

 private:
  Transport& next_;
};

class KeystoneTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (Keystone::installed()) keystone_ = new Keystone;
  }
  static void TearDownTestSuite() {
    delete keystone_;
    keystone_ = nullptr;
  }
  void SetUp() override {
    // lint: skip: Keystone is 150 MB of packages that only this test needs
    if (keystone_ == nullptr) GTEST_SKIP() << "Debian's package python3-keystone is not installed";
    dir_.write("password", keystone_->password());
    options_.endpoint = keystone_->url();
    options_.user = "admin";
    options_.domain = "Default";
    options_.project = "admin";
    options_.password_file = dir_.path() / "password";
    await_server();
  }

  /// Runs the loop until `condition` holds; two minutes at most.
  bool run_until(const std::function<bool()>& condition) {
    const SteadyPoint end = clock_.steady() + 2min;
    io_.restart();
    while (!condition() && clock_.steady() < end) io_.run_one_for(1s);
    return condition();
  }
  HttpResult send(HttpRequest request) {
    std::optional<HttpResult> got;
    client_.send(std::move(request), [&](HttpResult result) { got = std::move(result); });
    EXPECT_TRUE(run_until([&] { return got.has_value(); }));
    return got.value_or(HttpResult{});
  }
  void pass(std::chrono::milliseconds time) {
    bool rung = false;
    const Alarm alarm = loop_.after(time, [&] { rung = true; });
    EXPECT_TRUE(run_until([&] { return rung; }));
  }
  void await_server() {
    for (int tries = 0; tries < 600; ++tries) {
      HttpRequest request;
      request.url = keystone_->url() + "/v3";
      if (send(request).reply.status == 200) return;
      keystone_->require_running();
      pass(200ms);
    }
    FAIL() << "Keystone does not listen";
  }

  /// Renews if necessary, signs, and returns Keystone's answer about the token; nullopt without a token.
  std::optional<HttpResult> use(CredentialProvider& sign_in) {
    bool done = sign_in.ready();
    if (!done) sign_in.renew([&] { done = true; });
    EXPECT_TRUE(run_until([&] { return done; }));
    HttpRequest request;
    request.url = keystone_->url() + "/v3/auth/tokens?nocatalog=true";
    const auto outcome = sign_in.sign(request);
    if (!std::holds_alternative<CredentialVersion>(outcome)) return {};
    stamp_ = std::get<CredentialVersion>(outcome);
    auto lines = request.headers->lines();
    token_ = lines.back().substr(lines.back().find(' ') + 1);
    lines.push_back("X-Subject-Token: " + token_);
    request.headers = std::make_shared<const HttpHeaders>(lines);
    return send(request);
  }

  static inline Keystone* keystone_ = nullptr;
  const SystemClock clock_;
  boost::asio::io_context io_{1};
  AsioLoop loop_{io_.get_executor(), clock_};
  HttpClient client_{io_.get_executor(), {}};
  Counting transport_{client_};
  const Redactor redactor_{FingerprintKey{}};
  TempDir dir_;
  IamOptions options_;
  std::string token_;  // that was used last
  CredentialVersion stamp_ = 0;
};

TEST_F(KeystoneTest, SeveralLivesOfATokenThenEachRenewedInTimeAndGoodWhenUsed) {
  const auto made = iam_sign_in(loop_, transport_, redactor_, options_);
  std::map<std::string, int> uses;
  std::map<std::string, TimePoint> ends;
  const SteadyPoint begin = clock_.steady();
  while (clock_.steady() - begin < 130s) {
    const auto answer = use(*made);
    ASSERT_TRUE(answer.has_value());
    ASSERT_EQ(answer->reply.status, 200) << "Keystone does not know the token";
    ends.emplace(token_, *made->expires());
    ASSERT_LT(clock_.wall(), ends.at(token_)) << "used after its end";
    ++uses[token_];
    pass(2s);
  }
  EXPECT_GE(uses.size(), 3U);
  EXPECT_EQ(static_cast<std::size_t>(transport_.posts), uses.size()) << "one sign-in a token";
  std::size_t often = 0;
  for (const auto& [token, count] : uses) often += count >= 10 ? 1U : 0U;
  EXPECT_GE(often, 2U) << "40 s each";
}

TEST_F(KeystoneTest, ProjectIdThenSignedInThere) {
  const auto by_name = iam_sign_in(loop_, transport_, redactor_, options_);
  const auto answer = use(*by_name);
  ASSERT_TRUE(answer.has_value());
  options_.project = json::parse(answer->reply.body).at("token").at("project").at("id").get<std::string>();
  ASSERT_EQ(options_.project.size(), 32U);
  const auto by_id = iam_sign_in(loop_, transport_, redactor_, options_);
  const auto again = use(*by_id);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->reply.status, 200);
}

TEST_F(KeystoneTest, WrongPasswordThenOneCallAndSilence) {
  dir_.write("password", "wrong");
  const auto made = iam_sign_in(loop_, transport_, redactor_, options_);
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(use(*made).has_value());
    pass(200ms);
  }
  EXPECT_EQ(transport_.posts, 1);
  EXPECT_NE(made->rejection().find("HTTP 401"), std::string::npos) << made->rejection();
  dir_.write("password", keystone_->password());
  EXPECT_TRUE(run_until([&] { return !made->ready(); })) << "the new password is not noticed";
  EXPECT_TRUE(use(*made).has_value());
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(KeystoneTest, TokenRevokedThenAnotherOne) {
  const auto made = iam_sign_in(loop_, transport_, redactor_, options_);
  ASSERT_TRUE(use(*made).has_value());
  const std::string first = token_;
  HttpRequest revoke;
  revoke.url = keystone_->url() + "/v3/auth/tokens";
  revoke.method = "DELETE";
  const std::vector<std::string> lines{"X-Auth-Token: " + first, "X-Subject-Token: " + first};
  revoke.headers = std::make_shared<const HttpHeaders>(lines);
  EXPECT_EQ(send(revoke).reply.status, 204);
  const auto refused = use(*made);
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->reply.status, 401);
  const auto failure = std::get<Failure>(read_reply(refused->reply, redactor_, info_of(service::build).good_status));
  EXPECT_TRUE(made->refused(stamp_, failure, refused->reply.date)) << "nobody let it in lately";
  const auto fresh = use(*made);
  ASSERT_TRUE(fresh.has_value());
  EXPECT_EQ(fresh->reply.status, 200);
  EXPECT_NE(token_, first);
}

}  // namespace
}  // namespace noticed::test
