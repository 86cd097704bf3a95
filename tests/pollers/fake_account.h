// A scripted sign-in and transport that record their calls.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "pollers/account.h"

namespace noticed::tests {

class FakeSignIn final : public CredentialProvider {
 public:
  bool ready() override { return is_ready; }
  void renew(std::function<void()> done) override {
    ++renewals;
    renewed = std::move(done);
  }
  std::variant<CredentialVersion, Failure> sign(HttpRequest&) override {
    if (failure) return *failure;
    return version;
  }
  bool refused(CredentialVersion, const Failure&, const std::string& date) override {
    ++refusals;
    last_date = date;
    if (renew_on_refusal) is_ready = false;
    return again;
  }
  void accepted(CredentialVersion) override { ++acceptances; }
  bool locks() const override { return is_locking; }
  std::string rejection() const override { return failure ? failure->detail : ""; }

  /// Ends the running renewal.
  void finish_renewal() {
    is_ready = true;
    ++version;
    std::exchange(renewed, nullptr)();
  }

  bool is_ready = true, is_locking = false, again = false, renew_on_refusal = false;
  std::optional<Failure> failure;
  CredentialVersion version = 1;
  int renewals = 0, refusals = 0, acceptances = 0;
  std::string last_date;
  std::function<void()> renewed;
};

/// Keeps requests until the test answers them.
class HeldTransport final : public Transport {
 public:
  void send(HttpRequest request, Handler handler) override {
    sent.push_back(request.url);
    headers.push_back(request.headers ? request.headers->lines() : std::vector<std::string>{});
    waiting.emplace_back(std::move(handler));
  }
  void answer(HttpResult result) {
    const Handler handler = std::move(waiting.front());
    waiting.pop_front();
    handler(std::move(result));
  }

  std::vector<std::string> sent;
  std::vector<std::vector<std::string>> headers;
  std::deque<Handler> waiting;
};

}  // namespace noticed::tests
