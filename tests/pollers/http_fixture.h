// The client on the test's event loop, with the simulated cloud on another thread.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <string>

#include "codearts/server.h"
#include "pollers/http_client.h"
#include "support/temp_dir.h"

namespace noticed {

using namespace std::chrono_literals;
using Json = ::codearts::Json;

inline const std::string kBuild = "/v3/jobs/notice/48c66c6002964721be537cdc6ce0297b/query";

/// One build job, no token needed.
inline Json one_job() {
  return Json::parse(R"({"tokens":["*"],"resources":[{"service":"build","id":"48c66c6002964721be537cdc6ce0297b"}]})");
}

/// A self-signed certificate for an address: PREFIX.pem and PREFIX.key.
inline void certify(const std::string& prefix, const std::string& address) {
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
      "-addext subjectAltName=IP:" +
      address + " -keyout " + prefix + ".key -out " + prefix + ".pem 2>/dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);
}

/// A client and its loop.
class HttpLoop {
 public:
  explicit HttpLoop(const HttpOptions& options = {}) : client_(io_.get_executor(), options) {}

  boost::asio::io_context& io() { return io_; }
  HttpClient& client() { return client_; }

  /// Sends one request and runs the loop until its handler was called; a minute at most.
  HttpResult send(HttpRequest request) {
    std::optional<HttpResult> got;
    io_.restart();  // it may have run out of work before
    client_.send(std::move(request), [&got](HttpResult result) { got = std::move(result); });
    while (!got && io_.run_one_for(60s) > 0) {
    }
    if (!got) ADD_FAILURE() << "no handler was called";
    return got.value_or(HttpResult{});
  }
  HttpResult get(const std::string& url, std::chrono::milliseconds timeout = 10s) {
    HttpRequest request;
    request.url = url;
    request.timeout = timeout;
    return send(std::move(request));
  }

 private:
  boost::asio::io_context io_{1};
  HttpClient client_;
};

/// The kind of a failed result's failure, "200" and so on for a reply.
inline std::string outcome(const HttpResult& result) {
  return result.failure ? std::string(to_text(result.failure->kind)) : std::to_string(result.reply.status);
}

class HttpTest : public testing::Test {
 protected:
  void fault(const std::string& kind, Json parameters = Json::object()) {
    parameters["path"] = "/";
    parameters["kind"] = kind;
    server_.control("fault", parameters);
  }
  HttpResult get(std::chrono::milliseconds timeout = 10s) { return loop_.get(server_.url() + kBuild, timeout); }

  ::codearts::Server server_{::codearts::ServerOptions{.state = one_job()}};
  HttpLoop loop_;
};

}  // namespace noticed
