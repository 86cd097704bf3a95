// A transport that records requests and answers from a script, through the loop, never from inside send().
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fake_loop.h"
#include "pollers/http_client.h"

namespace noticed::tests {

inline HttpResult reply(int status, std::string body = "", std::string retry_after = "") {
  HttpResult result;
  result.reply.status = status;
  result.reply.body = std::move(body);
  result.reply.retry_after = std::move(retry_after);
  result.reply.content_type = "application/json";
  return result;
}

inline HttpResult no_reply(FailureKind kind, std::string detail = "") {
  HttpResult result;
  result.failure.emplace();
  result.failure->kind = kind;
  result.failure->detail = std::move(detail);
  return result;
}

class FakeTransport final : public Transport {
 public:
  explicit FakeTransport(FakeLoop& loop) : loop_(loop) {}

  /// The answer of the other side; nullopt: it never answers.
  std::function<std::optional<HttpResult>(const HttpRequest&)> server;
  std::chrono::milliseconds latency{0};
  std::vector<HttpRequest> sent;

  void send(HttpRequest request, Handler handler) override {
    sent.push_back(request);
    const auto answer = server ? server(sent.back()) : std::optional<HttpResult>();
    if (!answer) return;
    const auto arrive = [handler = std::move(handler), answer = *answer] { handler(answer); };
    if (latency.count() == 0) return loop_.post(arrive);
    on_their_way_.push_back(loop_.after(latency, arrive));
  }

 private:
  FakeLoop& loop_;
  std::vector<Alarm> on_their_way_;
};

}  // namespace noticed::tests
