// A sign-in under test, used as the daemon does: renewed when it is not ready, then used to sign.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <variant>

#include "fake_loop.h"
#include "fake_transport.h"
#include "pollers/credential_provider.h"
#include "samples.h"
#include "support/temp_dir.h"
#include "tests/support/services.h"

namespace noticed::tests {

using namespace std::chrono_literals;

/// The value of one of a request's headers; empty if it has none, "twice" if it has several.
inline std::string header(const HttpRequest& request, const std::string& name) {
  std::string value;
  for (const auto& line : request.headers ? request.headers->lines() : std::vector<std::string>())
    if (line.starts_with(name + ": ")) value = value.empty() ? line.substr(name.size() + 2) : "twice";
  return value;
}

/// The failure that read_reply() returns for a refused request.
inline Failure refusal(int status, const std::string& code, const std::string& text) {
  const std::string body = nlohmann::json{{"error_code", code}, {"error_msg", text}}.dump();
  return std::get<Failure>(read_reply(reply(status, body).reply, redactor(), info_of(service::repo).good_status));
}
inline Failure token_expired() { return refusal(401, "APIGW.0301", "token expires, expires_at: 2026-11-21T14:00:00Z"); }
inline Failure bad_signature() {
  return refusal(401, "APIGW.0301", "verify aksk signature fail, canonicalRequest:GET|/");
}
/// Also the answer for a deleted repository.
inline Failure ambiguous() { return refusal(401, "CH.080401", "no access"); }

class SignInTest : public testing::Test {
 protected:
  /// Waits until the sign-in is ready, without advancing the time. True if it was or became ready.
  bool settle(CredentialProvider& sign_in) {
    if (sign_in.ready()) return true;
    int done = 0;
    bool inside = true;
    sign_in.renew([&] {
      EXPECT_FALSE(inside) << "called from inside renew()";
      ++done;
    });
    inside = false;
    loop_.run_posted();
    EXPECT_LE(done, 1);
    return done == 1 && sign_in.ready();
  }

  /// One request: "signed", or "KIND: DETAIL". The request and the version are kept.
  std::string sign(CredentialProvider& sign_in) {
    if (!settle(sign_in)) return "never ready";
    request_ = HttpRequest();
    request_.url = "https://cloud.example/v1/x?y=1";
    auto outcome = sign_in.sign(request_);
    if (const auto* failure = std::get_if<Failure>(&outcome))
      return std::string(to_text(failure->kind)) + ": " + failure->detail;
    version_ = std::get<CredentialVersion>(outcome);
    return "signed";
  }

  /// Rewrites a secret file and advances the time by the second after which it is read again.
  std::filesystem::path write(const std::string& name, const std::string& content) {
    loop_.advance(1s);
    return dir_.write(name, content);
  }

  TempDir dir_;
  FakeLoop loop_;
  FakeTransport transport_{loop_};
  HttpRequest request_;
  CredentialVersion version_ = 0;
};

}  // namespace noticed::tests
