// The client over TLS, with certificates made for the occasion.
#include "http_fixture.h"

namespace noticed {
namespace {

class HttpTls : public testing::Test {
 protected:
  void SetUp() override {
    certify(file("good"), "127.0.0.1");
    certify(file("other"), "127.0.0.2");
  }
  std::string file(const std::string& name) const { return (dir_.path() / name).string(); }
  /// The simulated cloud with that certificate.
  ::codearts::ServerOptions with(const std::string& prefix) const {
    return {.state = one_job(), .tls_cert = file(prefix + ".pem"), .tls_key = file(prefix + ".key")};
  }

  TempDir dir_;
};

TEST_F(HttpTls, UnknownAuthorityThenTlsFailure) {
  ::codearts::Server server(with("good"));
  HttpLoop loop;
  const HttpResult result = loop.get(server.url() + kBuild);
  EXPECT_EQ(outcome(result), "tls");
  EXPECT_FALSE(result.failure->detail.empty());
  EXPECT_EQ(server.stats().at("requests"), 0);
}

TEST_F(HttpTls, AuthorityGivenThenGood) {
  ::codearts::Server server(with("good"));
  HttpLoop loop({.ca_file = file("good.pem")});
  EXPECT_EQ(outcome(loop.get(server.url() + kBuild)), "200");
}

TEST_F(HttpTls, CertificateOfAnotherHostThenTlsFailure) {
  ::codearts::Server server(with("other"));
  HttpLoop loop({.ca_file = file("other.pem")});
  EXPECT_EQ(outcome(loop.get(server.url() + kBuild)), "tls");
}

TEST_F(HttpTls, AuthorityFileGoneThenTlsFailure) {
  ::codearts::Server server(with("good"));
  HttpLoop loop({.ca_file = file("none.pem")});
  EXPECT_EQ(outcome(loop.get(server.url() + kBuild)), "tls");
}

TEST_F(HttpTls, SeveralRequestsThenOneConnection) {
  ::codearts::Server server(with("good"));
  HttpLoop loop({.ca_file = file("good.pem")});
  for (int i = 0; i < 20; ++i) ASSERT_EQ(outcome(loop.get(server.url() + kBuild)), "200");
  EXPECT_EQ(server.stats().at("connections"), 1);
}

TEST_F(HttpTls, PlainHttpServerThenTlsFailure) {
  ::codearts::Server server({.state = one_job()});
  HttpLoop loop;
  EXPECT_EQ(outcome(loop.get("https://127.0.0.1:" + std::to_string(server.port()) + kBuild)), "tls");
}

}  // namespace
}  // namespace noticed
