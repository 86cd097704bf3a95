// Answers with false headers: wrong encodings and lengths, and endless headers.
#include <atomic>

#include "http_fixture.h"
#include "loopback.h"

namespace noticed {
namespace {

/// "compress me", compressed by gzip(1).
const std::string kGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x4b\xce\xcf\x2d\x28\x4a\x2d\x2e\x56\xc8\x4d\x05\x00\x10\xe5\xd1\xb2\x0b"
    "\x00\x00\x00",
    31);

std::string answer(const std::string& headers, const std::string& body) {
  return "HTTP/1.1 200 OK\r\n" + headers + "Connection: close\r\n\r\n" + body;
}

HttpResult ask(const std::string& whole) {
  const PlainServer server(whole);
  HttpLoop loop;
  return loop.get("http://127.0.0.1:" + std::to_string(server.port()) + "/");
}

TEST(HttpAnswer, CodingThatNobodyKnowsThenTheBodyAsItIs) {
  const HttpResult result = ask(answer("Content-Encoding: UTF-8\r\nContent-Length: 2\r\n", "ok"));
  EXPECT_EQ(outcome(result), "200");
  EXPECT_EQ(result.reply.body, "ok");
}

TEST(HttpAnswer, GzipAnnouncedOnPlainTextThenTheBodyAsItIs) {
  const HttpResult result = ask(answer("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "ok"));
  EXPECT_EQ(outcome(result), "200");
  EXPECT_EQ(result.reply.body, "ok");
}

TEST(HttpAnswer, GzipThenUndoneWhetherAnnouncedOrNot) {
  for (const std::string header : {"Content-Encoding: gzip\r\n", ""}) {
    const HttpResult result = ask(answer(header, kGzip));
    EXPECT_EQ(outcome(result), "200") << header;
    EXPECT_EQ(result.reply.body, "compress me") << header;
  }
}

TEST(HttpAnswer, SeveralGzipMembersThenOneBody) {
  const HttpResult result = ask(answer("Content-Encoding: gzip\r\n", kGzip + kGzip + "what gzip ignores"));
  EXPECT_EQ(outcome(result), "200");
  EXPECT_EQ(result.reply.body, "compress mecompress me");
}

TEST(HttpAnswer, GzipCutOffOrDamagedThenMalformed) {
  std::string damaged = kGzip;
  damaged[13] = '\xff';
  for (const std::string& body : {kGzip.substr(0, 15), kGzip.substr(0, 3), kGzip.substr(0, 28), damaged}) {
    const HttpResult result = ask(answer("Content-Encoding: gzip\r\n", body));
    EXPECT_EQ(outcome(result), "malformed") << body.size();
    EXPECT_EQ(result.failure->detail, "the compressed answer is damaged or incomplete");
    EXPECT_EQ(result.reply.status, 200);
  }
}

TEST(HttpAnswer, FewerBytesThanAnnouncedThenAFailureThatKnowsTheStatus) {
  const HttpResult result = ask(answer("Content-Length: 500\r\n", "ok"));
  EXPECT_EQ(outcome(result), "network");
  EXPECT_EQ(result.reply.status, 200);
  EXPECT_EQ(result.reply.body, "ok");
}

/// Sends `begin`, then one header line endlessly. `sent`: bytes sent.
class HeaderFlood {
 public:
  explicit HeaderFlood(std::string begin)
      : begin_(std::move(begin)), loopback_([this](Tcp::socket& socket) { serve(socket); }) {}
  std::string url() const { return "http://127.0.0.1:" + std::to_string(loopback_.port()); }
  std::size_t sent() const { return sent_; }

 private:
  void serve(Tcp::socket& socket) {
    constexpr std::size_t kMost = std::size_t{64} << 20U;
    if (read_head(socket).empty()) return;
    say(socket, begin_);
    std::string lines;
    while (lines.size() < 65'536) lines += "X-More: and more and more and more and more and more and more\r\n";
    boost::system::error_code error;
    while (!error && sent_ < kMost) sent_ += boost::asio::write(socket, boost::asio::buffer(lines), error);
  }

  const std::string begin_;
  std::atomic<std::size_t> sent_{0};
  Loopback loopback_;
};

constexpr std::size_t kBudget = std::size_t{16} << 20U;  // of 64 MiB; data in the kernel's buffers counts as sent

TEST(HttpFlood, TrailersWithoutEndThenTooLarge) {
  const HeaderFlood server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n");
  HttpLoop loop;
  const HttpResult result = loop.get(server.url());
  EXPECT_EQ(outcome(result), "too_large");
  EXPECT_EQ(result.failure->detail, "the answer has more than 131072 bytes of headers");
  EXPECT_EQ(result.reply.status, 200);
  EXPECT_LT(server.sent(), kBudget);
}

TEST(HttpFlood, HeadersWithoutEndThenTooLarge) {
  const HeaderFlood server("HTTP/1.1 200 OK\r\n");
  HttpLoop loop;
  EXPECT_EQ(outcome(loop.get(server.url())), "too_large");
  EXPECT_LT(server.sent(), kBudget);
}

TEST(HttpFlood, HeadersOfAProxyWithoutEndThenItEndsToo) {
  const HeaderFlood proxy("HTTP/1.1 200 Connection established\r\n");
  HttpLoop loop;
  HttpRequest request;
  request.url = "https://127.0.0.1:1/";
  request.network = std::make_shared<const Network>(Network{proxy.url(), "", "", ""});
  const HttpResult result = loop.send(std::move(request));
  EXPECT_TRUE(result.failure);
  EXPECT_EQ(result.reply.status, 0) << "the proxy's status is not the server's";
  EXPECT_LT(proxy.sent(), kBudget);
}

TEST(HttpFlood, InterimAnswersWithoutEndThenTooLarge) {
  const Loopback server([](Tcp::socket& socket) {
    read_head(socket);
    std::string interim;
    while (interim.size() < 65'536) interim += "HTTP/1.1 102 Processing\r\n\r\n";
    boost::system::error_code error;
    for (int i = 0; i < 1'000 && !error; ++i) boost::asio::write(socket, boost::asio::buffer(interim), error);
  });
  HttpLoop loop;
  EXPECT_EQ(outcome(loop.get("http://127.0.0.1:" + std::to_string(server.port()) + "/")), "too_large");
}

TEST(HttpFlood, NextRequestThenABudgetOfItsOwn) {
  std::string headers;
  while (headers.size() < 100'000) headers += "X-More: " + std::string(1'000, 'x') + "\r\n";
  const PlainServer server(answer(headers + "Content-Length: 2\r\n", "ok"));
  HttpLoop loop;
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(outcome(loop.get("http://127.0.0.1:" + std::to_string(server.port()) + "/")), "200");
}

/// A tunnel that is granted but whose other end does not speak TLS.
TEST(HttpAnswer, TunnelGrantedAndBrokenThenNoStatus) {
  const Loopback proxy([](Tcp::socket& socket) {
    read_head(socket);
    say(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
    say(socket, "this is no TLS, and never will be");
  });
  HttpLoop loop;
  HttpRequest request;
  request.url = "https://127.0.0.1:1/";
  request.network =
      std::make_shared<const Network>(Network{"http://127.0.0.1:" + std::to_string(proxy.port()), "", "", ""});
  const HttpResult result = loop.send(std::move(request));
  EXPECT_TRUE(result.failure);
  EXPECT_EQ(result.reply.status, 0) << "the proxy's status is not the server's";
}

}  // namespace
}  // namespace noticed
