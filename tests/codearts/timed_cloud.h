// The cloud without sockets, at a time that the test moves: for what ends, is locked, or counts windows.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "codearts/cloud.h"
#include "codearts/cloud_service.h"

namespace codearts::test {

/// What a generated state answers for its first resources.
inline const std::string kBuildNotices = "/v3/jobs/notice/" + generated_id(Service::build, 0) + "/query";
inline const std::string kRepoStatus = "/v4/repositories/1000000/notification-subscriptions/status";
inline const std::string kProject(kGeneratedProject);

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Question {
  std::string method = "GET";
  std::string target{};
  Headers headers{};
  std::string body{};
};

class TimedCloud {
 public:
  /// Begins at 2026-01-15 08:30:00 UTC.
  explicit TimedCloud(const Json& state) : cloud_(state, false, [time = time_] { return *time; }) {}

  Cloud& cloud() { return cloud_; }
  void advance(std::chrono::milliseconds by) { *time_ += by; }

  Reply ask(const Question& question) {
    std::vector<Header> headers;
    for (const auto& [name, value] : question.headers) headers.push_back(Header{name, value});
    return cloud_.handle(Request{question.method, question.target, headers, question.body});
  }

  /// A GET with a token.
  Reply get(const std::string& target, const std::string& token = "t1") {
    return ask({.target = target, .headers = {{"X-Auth-Token", token}}});
  }

  /// A control operation. Throws StateError when it is refused.
  Json control(const std::string& operation, const Json& body = Json::object(), const std::string& method = "POST") {
    const Reply reply = ask({.method = method, .target = "/_control/" + operation, .body = body.dump()});
    if (reply.status != 200) throw StateError(reply.body->text);
    return Json::parse(reply.body->text);
  }

  Json stats() { return control("stats", Json::object(), "GET"); }

 private:
  std::shared_ptr<std::chrono::milliseconds> time_ =
      std::make_shared<std::chrono::milliseconds>(std::int64_t{1'768'465'800'000});
  Cloud cloud_;
};

inline Json json_of(const Reply& reply) { return Json::parse(reply.body->text); }

inline std::string header_of(const Reply& reply, const std::string& name) {
  for (const auto& [key, value] : reply.headers)
    if (key == name) return value;
  return "";
}

}  // namespace codearts::test
