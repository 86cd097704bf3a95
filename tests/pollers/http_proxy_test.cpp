// The client through proxies, and the headers that its replies contain.
#include "http_fixture.h"
#include "loopback.h"
#include "pollers/signer.h"

namespace noticed {
namespace {

using Lines = std::vector<std::string>;

// "user:p%41:ß" in base64: nothing in it is decoded, split or lost.
const std::string kUser = "user:p%41:ß";
const std::string kCredentials = "Basic dXNlcjpwJTQxOsOf";

std::shared_ptr<const Network> via(const std::string& proxy, const std::string& auth = "",
                                   const std::string& no_proxy = "") {
  return std::make_shared<const Network>(Network{proxy, auth, no_proxy, ""});
}

class HttpProxy : public HttpTest {
 protected:
  HttpResult get_via(std::shared_ptr<const Network> network, const std::string& url = "") {
    HttpRequest request;
    request.url = url.empty() ? server_.url() + kBuild : url;
    request.network = std::move(network);
    return loop_.send(std::move(request));
  }
  std::string line(const std::string& end = "") const { return "GET " + server_.url() + kBuild + " HTTP/1.1" + end; }
};

TEST_F(HttpProxy, PlainRequestThenThroughTheProxy) {
  Proxy proxy;
  EXPECT_EQ(outcome(get_via(via(proxy.url()))), "200");
  EXPECT_EQ(proxy.seen(), Lines{line()});
  EXPECT_EQ(server_.stats().at("requests"), 1);
}

TEST_F(HttpProxy, RequestWithoutNetworkAfterwardsThenDirect) {
  Proxy proxy;
  get_via(via(proxy.url()));
  EXPECT_EQ(outcome(get_via(nullptr)), "200");
  EXPECT_EQ(outcome(get_via(std::make_shared<const Network>())), "200");
  EXPECT_EQ(proxy.seen().size(), 1U);
}

TEST_F(HttpProxy, UserAndPasswordThenLetIn) {
  Proxy proxy(kCredentials);
  EXPECT_EQ(outcome(get_via(via(proxy.url(), kUser))), "200");
  EXPECT_EQ(proxy.seen(), Lines{line()});
}

TEST_F(HttpProxy, WrongPasswordThenAFailureThatNamesTheProxyAndNoSecret) {
  Proxy proxy(kCredentials);
  const HttpResult result = get_via(via(proxy.url(), "user:wrong-secret"));
  EXPECT_EQ(outcome(result), "network");
  EXPECT_EQ(result.failure->detail, "the proxy " + proxy.url().substr(7) +
                                        " refused the request: HTTP 407, it requires a valid user and password");
  EXPECT_EQ(proxy.seen(), Lines{line(" refused")});
}

TEST_F(HttpProxy, PasswordTakenAwayThenNotSentFromAnEarlierRequest) {
  Proxy proxy(kCredentials);
  get_via(via(proxy.url(), kUser));
  EXPECT_EQ(outcome(get_via(via(proxy.url()))), "network");
  EXPECT_EQ(proxy.seen(), (Lines{line(), line(" without password")}));
}

TEST_F(HttpProxy, UserInTheProxysOwnUrlThenNotInTheMessage) {
  Proxy proxy(kCredentials);
  const std::string host = proxy.url().substr(7);
  const HttpResult result = get_via(via("http://user:wrong-secret@" + host));
  EXPECT_EQ(result.failure->detail,
            "the proxy " + host + " refused the request: HTTP 407, it requires a valid user and password");
}

TEST_F(HttpProxy, HostInNoProxyThenDirect) {
  Proxy proxy;
  ::setenv("no_proxy", "*", 1);
  EXPECT_EQ(outcome(get_via(via(proxy.url(), "", "a.example,127.0.0.1"))), "200");
  EXPECT_EQ(proxy.seen(), Lines{});
  EXPECT_EQ(outcome(get_via(via(proxy.url()))), "200");
  EXPECT_EQ(proxy.seen(), Lines{line()}) << "the environment's no_proxy is not obeyed either";
  ::unsetenv("no_proxy");
}

TEST_F(HttpProxy, ProxyGoneThenAFailureThatNamesIt) {
  std::string url;
  {
    const Proxy gone;
    url = gone.url();
  }
  const HttpResult result = get_via(via(url));
  EXPECT_EQ(outcome(result), "network");
  EXPECT_EQ(result.failure->detail.find("the proxy " + url.substr(7) + " cannot be used: "), 0U)
      << result.failure->detail;
}

TEST_F(HttpProxy, ServerGoneThenTheProxyIsNotBlamed) {
  const HttpResult result = get_via(via("http://127.0.0.1:2", "", "127.0.0.1"), "http://127.0.0.1:1/x");
  EXPECT_EQ(outcome(result), "network");
  EXPECT_EQ(result.failure->detail.find("the proxy"), std::string::npos) << result.failure->detail;
}

/// TLS behind a tunnel.
class HttpTunnel : public testing::Test {
 protected:
  void SetUp() override {
    const std::string file = (dir_.path() / "good").string();
    certify(file, "127.0.0.1");
    server_.emplace(::codearts::ServerOptions{.state = one_job(), .tls_cert = file + ".pem", .tls_key = file + ".key"});
    trust_.ca_file = file + ".pem";
  }
  HttpResult get(const Network& network) {
    HttpRequest request;
    request.url = server_->url() + kBuild;
    request.network = std::make_shared<const Network>(network);
    return loop_.send(std::move(request));
  }
  std::string tunnel(const std::string& end = "") const {
    return "CONNECT 127.0.0.1:" + std::to_string(server_->port()) + " HTTP/1.1" + end;
  }

  TempDir dir_;
  std::optional<::codearts::Server> server_;
  HttpLoop loop_;
  Network trust_;
};

TEST_F(HttpTunnel, AuthorityOfTheNetworkThenTrustedByItsRequestsOnly) {
  EXPECT_EQ(outcome(get(trust_)), "200");
  EXPECT_EQ(outcome(get(Network{})), "tls");
  EXPECT_EQ(outcome(get(trust_)), "200");
}

TEST_F(HttpTunnel, ProxyThenATunnelKeptForTheNextRequest) {
  Proxy proxy(kCredentials);
  Network network = trust_;
  network.proxy = proxy.url();
  network.proxy_auth = kUser;
  EXPECT_EQ(outcome(get(network)), "200");
  EXPECT_EQ(outcome(get(network)), "200");
  EXPECT_EQ(proxy.seen(), Lines{tunnel()});
}

TEST_F(HttpTunnel, ProxyRefusesThenAFailureThatNamesIt) {
  std::optional<Proxy> proxy(kCredentials);
  Network network = trust_;
  network.proxy = proxy->url();
  const std::string name = "the proxy " + proxy->url().substr(7);
  EXPECT_EQ(get(network).failure->detail,
            name + " refused the request: HTTP 407, it requires a valid user and password");
  EXPECT_EQ(proxy->seen(), Lines{tunnel(" without password")});
  proxy.reset();
  const HttpResult gone = get(network);
  EXPECT_EQ(gone.failure->detail.find(name + " cannot be used: "), 0U) << gone.failure->detail;
}

TEST_F(HttpTunnel, ProxyCannotReachTheServerThenItSaysSo) {
  Proxy proxy;
  HttpRequest request;
  request.url = "https://127.0.0.1:1/x";
  request.network = via(proxy.url());
  EXPECT_EQ(loop_.send(request).failure->detail,
            "the proxy " + proxy.url().substr(7) + " refused the request: HTTP 502");
}

constexpr const char* kCreated =
    "HTTP/1.1 201 Created\r\nx-subject-token: MIIC\r\nDATE: Sun, 22 Nov 2026 04:00:00 GMT\r\nContent-Length: 2\r\n"
    "Connection: close\r\n\r\n{}";

HttpRequest to(const PlainServer& server, const std::string& host = "127.0.0.1") {
  HttpRequest request;
  request.url = "http://" + host + ":" + std::to_string(server.port()) + "/v3/x?y=1";
  return request;
}

TEST(HttpHeaders201, CreatedThenTokenAndDate) {
  PlainServer server(kCreated);
  HttpLoop loop;
  const HttpResult result = loop.send(to(server));
  EXPECT_EQ(outcome(result), "201");
  EXPECT_EQ(result.reply.subject_token, "MIIC");
  EXPECT_EQ(result.reply.date, "Sun, 22 Nov 2026 04:00:00 GMT");
}

TEST(HttpHeaders201, OtherStatusThenDateButNoToken) {
  PlainServer server("HTTP/1.1 401 No\r\nX-Subject-Token: MIIC\r\nDate: today\r\nConnection: close\r\n\r\n");
  HttpLoop loop;
  const HttpResult result = loop.send(to(server));
  EXPECT_EQ(result.reply.subject_token, "");
  EXPECT_EQ(result.reply.date, "today");
}

TEST(HttpMethod, PutThenGetThenPostEachItsOwn) {
  PlainServer server(kCreated);
  HttpLoop loop;
  HttpRequest put = to(server);
  put.method = "PUT";
  put.headers = std::make_shared<const HttpHeaders>(Lines{"Content-Length: 0"});
  loop.send(put);
  loop.send(to(server));
  HttpRequest post = to(server);
  post.post = "x=1";
  loop.send(post);
  const auto heads = server.heads();
  ASSERT_EQ(heads.size(), 3U);
  EXPECT_TRUE(heads[0].starts_with("PUT /v3/x?y=1 HTTP/1.1\r\n"));
  EXPECT_EQ(header_in(heads[0], "Content-Length"), "0");
  EXPECT_TRUE(heads[1].starts_with("GET /v3/x?y=1 HTTP/1.1\r\n"));
  EXPECT_TRUE(heads[2].starts_with("POST /v3/x?y=1 HTTP/1.1\r\n"));
}

// The signature covers the Host header that libcurl writes.
TEST(HttpHost, AnySpellingThenWhatTheSignerTakesItFor) {
  PlainServer server(kCreated);
  HttpLoop loop;
  for (const char* host : {"127.0.0.1", "localhost", "LocalHost", "user:pw@127.0.0.1"}) {
    const HttpRequest request = to(server, host);
    ASSERT_EQ(outcome(loop.send(request)), "201") << host;
    EXPECT_EQ(header_in(server.heads().back(), "Host"), host_header(request.url));
  }
}

TEST(HttpHost, Ipv6AddressThenReachedAndNamed) {
  // lint: skip: a machine may have no IPv6 at all
  if (!std::filesystem::exists("/proc/net/if_inet6")) GTEST_SKIP() << "this machine has no IPv6";
  PlainServer server(kCreated, "::1");
  HttpLoop loop;
  const HttpRequest request = to(server, "[::1]");
  EXPECT_EQ(outcome(loop.send(request)), "201");
  EXPECT_EQ(header_in(server.heads().back(), "Host"), "[::1]:" + std::to_string(server.port()));
  EXPECT_EQ(host_header(request.url), "[::1]:" + std::to_string(server.port()));
  Proxy proxy;
  HttpRequest proxied = request;
  proxied.network = via(proxy.url());
  EXPECT_EQ(outcome(loop.send(proxied)), "201");
  EXPECT_EQ(proxy.seen(), Lines{"GET " + request.url + " HTTP/1.1"});
}

TEST(HttpHeaders, LinesThenThoseItWasMadeOf) {
  const Lines lines{"Accept: application/json", "X-Empty;"};
  EXPECT_EQ(HttpHeaders(lines).lines(), lines);
  EXPECT_EQ(HttpHeaders({}).lines(), Lines{});
}

}  // namespace
}  // namespace noticed
