// The client over TLS, with certificates made by the test.
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

/// The trust of an account or sink: only the authorities in this file.
TEST_F(HttpTls, AuthorityOfTheRequestThenNeitherTheClientsFileNorItsDirectoryIsTrusted) {
  const std::string directory = file("authorities");
  std::filesystem::create_directory(directory);
  std::filesystem::copy_file(file("good.pem"), directory + "/good.pem");
  ASSERT_EQ(std::system(("openssl rehash " + directory).c_str()), 0);
  ::codearts::Server server(with("good"));
  HttpLoop loop({.ca_file = file("good.pem"), .ca_directory = directory});
  HttpRequest request;
  request.url = server.url() + kBuild;
  request.network = std::make_shared<const Network>(Network{"", "", "", file("other.pem")});
  EXPECT_EQ(outcome(loop.send(request)), "tls");
  request.network = nullptr;
  EXPECT_EQ(outcome(loop.send(request)), "200") << "the client's own trust is as it was";
}

TEST_F(HttpTls, AuthorityInTheDirectoryAloneThenGood) {
  const std::string directory = file("authorities");
  std::filesystem::create_directory(directory);
  std::filesystem::copy_file(file("good.pem"), directory + "/good.pem");
  ASSERT_EQ(std::system(("openssl rehash " + directory).c_str()), 0);
  ::codearts::Server server(with("good"));
  HttpLoop loop({.ca_directory = directory});
  EXPECT_EQ(outcome(loop.get(server.url() + kBuild)), "200");
}

TEST_F(HttpTls, AuthorityFileRenewedThenTheNextConnectionGoesByIt) {
  HttpLoop loop;
  HttpRequest request;
  request.network = std::make_shared<const Network>(Network{"", "", "", file("trusted.pem")});
  const auto ask = [&](const std::string& certificate) {
    ::codearts::Server server(with(certificate));
    request.url = server.url() + kBuild;
    return outcome(loop.send(request));
  };
  certify(file("renewed"), "127.0.0.1");
  std::filesystem::copy_file(file("good.pem"), file("trusted.pem"));
  EXPECT_EQ(ask("good"), "200");
  EXPECT_EQ(ask("renewed"), "tls");
  std::filesystem::rename(file("renewed.pem"), file("trusted.new"));
  std::filesystem::copy_file(file("trusted.new"), file("renewed.pem"));
  std::filesystem::rename(file("trusted.new"), file("trusted.pem"));
  EXPECT_EQ(ask("renewed"), "200");
  EXPECT_EQ(ask("good"), "tls");
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
