// The client over plain HTTP: replies, failures, and how it stops.
#include <functional>

#include "http_fixture.h"

namespace noticed {
namespace {

TEST_F(HttpTest, AnswerThenStatusBodyAndType) {
  const HttpResult result = get();
  EXPECT_EQ(outcome(result), "200");
  EXPECT_TRUE(Json::parse(result.reply.body).at("result").is_array());
  EXPECT_EQ(result.reply.content_type.substr(0, 16), "application/json");
  EXPECT_EQ(result.reply.retry_after, "");
  EXPECT_EQ(loop_.client().in_flight(), 0U);
}

TEST_F(HttpTest, ErrorStatusThenAReplyWithRetryAfter) {
  const Json headers{{"Retry-After", "7"}, {"X-Ogw-Ratelimit-Reset", "12"}};
  fault("status", {{"status", 503}, {"body", "busy"}, {"content_type", "text/plain"}, {"headers", headers}});
  const HttpResult result = get();
  EXPECT_EQ(outcome(result), "503");
  EXPECT_EQ(result.reply.body, "busy");
  EXPECT_EQ(result.reply.content_type, "text/plain");
  EXPECT_EQ(result.reply.retry_after, "7");
  EXPECT_EQ(result.reply.ratelimit_reset, "12");
}

TEST_F(HttpTest, HandlerThenCalledLaterAndNeverFromInsideSend) {
  bool called = false;
  HttpRequest request;
  request.url = "no address at all";
  loop_.client().send(request, [&called](HttpResult) { called = true; });
  EXPECT_FALSE(called);
  EXPECT_EQ(loop_.client().in_flight(), 1U);
  while (!called && loop_.io().run_one_for(60s) > 0) {
  }
  EXPECT_TRUE(called);
}

TEST_F(HttpTest, ThousandRequestsEightAtATimeThenEightConnections) {
  int left = 1'000;
  int good = 0;
  int done = 0;
  std::function<void()> next = [&] {
    if (left-- <= 0) return;
    HttpRequest request;
    request.url = server_.url() + kBuild;
    loop_.client().send(std::move(request), [&](HttpResult result) {
      good += outcome(result) == "200" ? 1 : 0;
      ++done;
      next();
    });
  };
  for (int i = 0; i < 8; ++i) next();
  while (done < 1'000 && loop_.io().run_one_for(60s) > 0) {
  }
  EXPECT_EQ(good, 1'000);
  EXPECT_EQ(server_.stats().at("requests"), 1'000);
  EXPECT_LE(server_.stats().at("connections"), 8);
}

TEST_F(HttpTest, OneAfterTheOtherThenOneConnection) {
  for (int i = 0; i < 50; ++i) ASSERT_EQ(outcome(get()), "200");
  EXPECT_EQ(server_.stats().at("connections"), 1);
}

TEST_F(HttpTest, KeptConnectionClosedByTheServerThenTheNextRequestIsGoodAgain) {
  ASSERT_EQ(outcome(get()), "200");
  server_.control("fault", {{"path", "/"}, {"kind", "reset"}, {"times", 1}});
  get();
  EXPECT_EQ(outcome(get()), "200");
}

TEST_F(HttpTest, BodyLargerThanAllowedThenTooLarge) {
  fault("huge", {{"mb", 2}});
  const HttpResult result = get();
  EXPECT_EQ(outcome(result), "too_large");
  EXPECT_EQ(result.failure->detail, "the answer is larger than 1048576 bytes");
  EXPECT_LE(result.reply.body.size(), 1'048'576U);
}

TEST_F(HttpTest, BodyOfExactlyTheLimitThenGood) {
  HttpRequest request;
  request.url = server_.url() + kBuild;
  request.max_body = get().reply.body.size();
  EXPECT_EQ(outcome(loop_.send(request)), "200");
  --request.max_body;
  EXPECT_EQ(outcome(loop_.send(request)), "too_large");
}

TEST_F(HttpTest, CompressedBombThenTooLarge) {
  fault("gzip_bomb", {{"mb", 64}});
  EXPECT_EQ(outcome(get()), "too_large");
}

TEST_F(HttpTest, NoAnswerInTimeThenTimeout) {
  fault("delay", {{"ms", 30'000}});
  EXPECT_EQ(outcome(get(200ms)), "timeout");
}

TEST_F(HttpTest, DripThatNeverEndsThenTimeout) {
  fault("slow", {{"ms", 50}});
  EXPECT_EQ(outcome(get(300ms)), "timeout");
}

TEST_F(HttpTest, BrokenTransportThenNetwork) {
  for (const auto* kind : {"reset", "close", "truncate"}) {
    server_.control("fault", {{"path", "/"}, {"kind", kind}, {"times", 10}});
    EXPECT_EQ(outcome(get()), "network") << kind;
    server_.control("fault", Json::object(), "DELETE");
  }
}

TEST_F(HttpTest, NobodyListensThenNetwork) {
  std::string url;
  {
    const ::codearts::Server gone;
    url = gone.url();
  }
  const HttpResult result = loop_.get(url + kBuild);
  EXPECT_EQ(outcome(result), "network");
  EXPECT_EQ(result.reply.status, 0);
  EXPECT_FALSE(result.failure->detail.empty());
}

TEST_F(HttpTest, OtherProtocolsThenRefusedWithoutADoor) {
  for (const auto* url : {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"}) {
    const HttpResult result = loop_.get(url);
    EXPECT_EQ(outcome(result), "malformed") << url;
    EXPECT_EQ(result.reply.body, "") << url;
  }
}

TEST_F(HttpTest, RedirectThenNotFollowed) {
  fault("redirect", {{"location", server_.url() + "/elsewhere"}, {"status", 302}});
  EXPECT_EQ(outcome(get()), "302");
  EXPECT_EQ(server_.stats().at("requests"), 1);
}

TEST_F(HttpTest, PostAndGetInTurnThenEachItsOwnMethod) {
  server_.control("trace", {{"on", true}});
  HttpRequest request;
  request.url = server_.url() + kBuild;
  request.post = "{}";
  loop_.send(request);
  get();
  request.post = "";
  loop_.send(request);
  const Json seen = server_.control("last", Json::object(), "GET");
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0].at("method"), "POST");
  EXPECT_EQ(seen[1].at("method"), "GET");
  EXPECT_EQ(seen[2].at("method"), "POST");
}

TEST_F(HttpTest, HeadersOfOneRequestThenNotOfTheNext) {
  server_.control("trace", {{"on", true}});
  HttpRequest request;
  request.url = server_.url() + kBuild;
  request.headers = std::make_shared<const HttpHeaders>(std::vector<std::string>{"X-Auth-Token: t1"});
  loop_.send(request);
  get();
  const Json seen = server_.control("last", Json::object(), "GET");
  EXPECT_NE(seen[0].at("headers").dump().find("X-Auth-Token"), std::string::npos);
  EXPECT_EQ(seen[1].at("headers").dump().find("X-Auth-Token"), std::string::npos);
}

TEST(HttpGzip, ServerCompressesThenSameBody) {
  ::codearts::Server plain({.state = one_job()});
  ::codearts::Server zipped({.state = one_job(), .gzip = true});
  zipped.control("trace", {{"on", true}});
  HttpLoop loop;
  const HttpResult result = loop.get(zipped.url() + kBuild);
  EXPECT_EQ(outcome(result), "200");
  EXPECT_EQ(result.reply.body, loop.get(plain.url() + kBuild).reply.body);
  EXPECT_NE(zipped.control("last", Json::object(), "GET")[0].at("headers").dump().find("Accept-Encoding"),
            std::string::npos);
}

TEST_F(HttpTest, ProxyInTheEnvironmentThenIgnored) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  EXPECT_EQ(outcome(get()), "200");
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
}

/// Requests that hang in a slow server, and a count of handlers called.
class HttpStop : public HttpTest {
 protected:
  HttpStop() {
    fault("delay", {{"ms", 60'000}});
    for (int i = 0; i < 32; ++i) {
      HttpRequest request;
      request.url = server_.url() + kBuild;
      loop_.client().send(std::move(request), [this](HttpResult) { ++called_; });
    }
  }
  /// Runs ready handlers; true if the loop has no work left.
  bool ran_out() {
    loop_.io().restart();
    loop_.io().run_for(5s);
    return loop_.io().stopped();
  }
  int called_ = 0;
};

TEST_F(HttpStop, ClosedBeforeAnythingRanThenNoHandlerAndTheLoopEnds) {
  loop_.client().close();
  EXPECT_EQ(loop_.client().in_flight(), 0U);
  EXPECT_TRUE(ran_out());
  EXPECT_EQ(called_, 0);
}

TEST_F(HttpStop, ClosedInFlightThenNoHandlerAndTheLoopEnds) {
  while (server_.stats().at("connections") < 32) loop_.io().run_one_for(1s);
  loop_.client().close();
  EXPECT_TRUE(ran_out());
  EXPECT_EQ(called_, 0);
}

TEST_F(HttpStop, ClosedTwiceAndUsedAfterwardsThenNothingHappens) {
  loop_.client().close();
  loop_.client().close();
  HttpRequest request;
  request.url = server_.url() + kBuild;
  loop_.client().send(request, [this](HttpResult) { ++called_; });
  EXPECT_TRUE(ran_out());
  EXPECT_EQ(called_, 0);
}

TEST_F(HttpStop, ClosedByAHandlerThenTheOthersAreNotCalled) {
  int closed = 0;
  HttpRequest request;
  request.url = "nowhere://";
  loop_.client().send(request, [&](HttpResult) {
    ++closed;
    loop_.client().close();
  });
  EXPECT_TRUE(ran_out());
  EXPECT_EQ(closed, 1);
  EXPECT_EQ(called_, 0);
  EXPECT_EQ(loop_.client().in_flight(), 0U);
}

TEST(HttpDestroy, ClientDestroyedInFlightThenTheLoopRunsOnUnharmed) {
  ::codearts::Server server({.state = one_job()});
  server.control("fault", {{"path", "/"}, {"kind", "delay"}, {"ms", 60'000}});
  boost::asio::io_context io;
  int called = 0;
  {
    HttpClient client(io.get_executor(), {});
    for (int i = 0; i < 8; ++i) {
      HttpRequest request;
      request.url = server.url() + kBuild;
      client.send(std::move(request), [&called](HttpResult) { ++called; });
    }
    while (server.stats().at("connections") < 8) io.run_one_for(1s);
  }
  io.run_for(5s);
  EXPECT_TRUE(io.stopped());
  EXPECT_EQ(called, 0);
}

TEST(HttpDestroy, FinishedButNotYetToldThenHandlerIsNotCalled) {
  boost::asio::io_context io;
  int called = 0;
  {
    HttpClient client(io.get_executor(), {});
    HttpRequest request;
    request.url = "nowhere://";
    client.send(request, [&called](HttpResult) { ++called; });
    io.run_one_for(5s);  // libcurl finishes the transfer; the handler is posted
    EXPECT_EQ(client.in_flight(), 0U);
  }
  io.run_for(5s);
  EXPECT_TRUE(io.stopped());
  EXPECT_EQ(called, 0);
}

}  // namespace
}  // namespace noticed
