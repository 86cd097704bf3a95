// A sign-in with a password and a scripted IAM.
#pragma once

#include "pollers/sign_in/iam.h"
#include "sign_in_fixture.h"

namespace noticed::tests {

inline constexpr const char* kPassword = "correct horse";

class IamTest : public SignInTest {
 protected:
  IamTest() {
    write("password", kPassword);
    transport_.server = [this](const HttpRequest&) { return answer_(); };
  }

  std::unique_ptr<CredentialProvider> make(unsigned seed = 1) {
    IamOptions options;
    options.endpoint = "https://iam.example";
    options.user = "watcher";
    options.domain = "acme";
    options.project = project_;
    options.password_file = dir_.path() / "password";
    options.network = network_;
    return std::make_unique<IamSignIn>(loop_, transport_, redactor(), options, seed);
  }

  /// A token named "T" and a number, with this lifetime; issued at the time of the server's clock.
  HttpResult token(std::chrono::milliseconds life = 24h, const char* issued = "2026-11-21T14:00:00.000000Z") {
    HttpResult result = reply(201);
    result.reply.subject_token = "T" + std::to_string(++tokens_);
    const nlohmann::json inner{{"issued_at", issued}, {"expires_at", to_text(*parse_rfc3339(issued) + life)}};
    result.reply.body = nlohmann::json{{"token", inner}}.dump();
    return result;
  }
  static HttpResult wrong_password() {
    return reply(401,
                 R"({"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}})");
  }
  /// The answer that IAM gives from now on.
  void answers(HttpResult result) {
    answer_ = [result] { return result; };
  }
  void answers_tokens(std::chrono::milliseconds life = 24h) {
    answer_ = [this, life] { return token(life); };
  }
  std::string token_used() const { return header(request_, "X-Auth-Token"); }
  std::size_t posts() const { return transport_.sent.size(); }
  std::string file() const { return (dir_.path() / "password").string(); }

  std::function<std::optional<HttpResult>()> answer_ = [this] { return token(); };
  std::string project_ = "ap-southeast-3";
  std::shared_ptr<const Network> network_;
  int tokens_ = 0;
};

}  // namespace noticed::tests
