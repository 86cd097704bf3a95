// Proxy and TLS settings: [network], and the overrides of accounts and sinks.
#include "config_fixture.h"

namespace noticed {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class NetworkKeysTest : public ConfigTest {
 protected:
  NetworkKeysTest() {
    dir_.write("credentials/proxy", "user:s3cret\n");
    dir_.write("credentials/other", "another:s3cret\n");
    dir_.write("credentials/ca.pem", "# our own\n-----BEGIN CERTIFICATE-----\n");
  }
  const std::string all_ =
      "[network]\nproxy = \"http://proxy.example.com:3128/\"\nproxy_auth_file = \"proxy\"\n"
      "no_proxy = [\"a.example.com\"]\nca_file = \"ca.pem\"\n";
};

TEST_F(NetworkKeysTest, NothingOfTheirOwnThenAccountsAndSinksInheritEverything) {
  const auto [config, faults] = read(kGoodConfig + all_);
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.network.proxy, "http://proxy.example.com:3128");
  EXPECT_EQ(config.network.proxy_auth_file, dir_.path() / "credentials/proxy");
  EXPECT_THAT(config.network.no_proxy, ElementsAre("a.example.com"));
  EXPECT_EQ(config.network.ca_file, dir_.path() / "credentials/ca.pem");
  EXPECT_EQ(config.accounts.at(0).network, config.network);
  EXPECT_EQ(config.sinks.at(0).network, config.network);
}

TEST_F(NetworkKeysTest, SomeOfItsOwnThenOnlyThatDiffers) {
  const auto [config, faults] =
      read(kAccount + "no_proxy = []\n" + kResource + kSink + "proxy_auth_file = \"other\"\n" + all_);
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_THAT(config.accounts.at(0).network.no_proxy, IsEmpty());
  EXPECT_EQ(config.accounts.at(0).network.proxy, config.network.proxy);
  EXPECT_EQ(config.accounts.at(0).network.proxy_auth_file, config.network.proxy_auth_file);
  EXPECT_EQ(config.sinks.at(0).network.proxy_auth_file, dir_.path() / "credentials/other");
  EXPECT_EQ(config.sinks.at(0).network.ca_file, config.network.ca_file);
}

TEST_F(NetworkKeysTest, EmptyTextsThenWhatTheNetworkSaysIsTakenBack) {
  const auto [config, faults] = read(kGoodConfig + "proxy = \"\"\nca_file = \"\"\n" + all_);
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.sinks.at(0).network.proxy, "");
  EXPECT_EQ(config.sinks.at(0).network.proxy_auth_file, "");
  EXPECT_EQ(config.sinks.at(0).network.ca_file, "");
  EXPECT_EQ(config.accounts.at(0).network, config.network);
}

TEST_F(NetworkKeysTest, ProxyOfItsOwnThenTheUserOfTheOtherIsNotSentToIt) {
  const auto [config, faults] = read(kGoodConfig + "proxy = \"https://other.example.com:443\"\n" + all_);
  EXPECT_EQ(faults.size(), 0U);
  EXPECT_EQ(config.sinks.at(0).network.proxy, "https://other.example.com:443");
  EXPECT_EQ(config.sinks.at(0).network.proxy_auth_file, "");
  EXPECT_EQ(config.sinks.at(0).network.ca_file, config.network.ca_file);
}

TEST_F(NetworkKeysTest, TwoFilesThenTheListGrowsAndAScalarIsSetOnce) {
  dir_.write("conf.d/10.toml", "[network]\nproxy = \"http://b.example.com:1\"\nno_proxy = [\"b.example.com\"]\n");
  const auto result = read(kGoodConfig + all_);
  EXPECT_EQ(texts(result), Faults{"conf.d/10.toml:2:9: [network] proxy: is already set at noticed.toml:12"});
  EXPECT_THAT(result.config.sinks.at(0).network.no_proxy, ElementsAre("a.example.com", "b.example.com"));
}

TEST_F(NetworkKeysTest, BadProxyThenFaultWithoutTheAddress) {
  EXPECT_EQ(faults(kGoodConfig + "[network]\nproxy = \"http://user:s3cret@proxy.example.com:3128\"\n"),
            Faults{"noticed.toml:12:9: [network] proxy: the address must not hold a user name or password; put "
                   "user:password into a file and set proxy_auth_file to it"});
  EXPECT_EQ(faults(kGoodConfig + "proxy = \"http://proxy.example.com\"\n"),
            Faults{"noticed.toml:11:9: [[sink]] proxy: needs a port: http://host:port"});
}

TEST_F(NetworkKeysTest, BadUserOfAProxyThenNeverShown) {
  for (const auto* text : {"s3cret", ":s3cret"}) {
    dir_.write("credentials/proxy", text);
    EXPECT_EQ(faults(kGoodConfig + all_),
              Faults{"noticed.toml:13:19: [network] proxy_auth_file: credentials/proxy: must contain user:password"});
  }
}

TEST_F(NetworkKeysTest, UserWithoutAProxyThenFault) {
  const std::string rest = "proxy_auth_file: needs a proxy; set proxy too";
  EXPECT_EQ(faults(kGoodConfig + "[network]\nproxy_auth_file = \"proxy\"\n"),
            Faults{"noticed.toml:12:19: [network] " + rest});
  EXPECT_EQ(faults(kGoodConfig + "proxy_auth_file = \"proxy\"\n"), Faults{"noticed.toml:11:19: [[sink]] " + rest});
}

TEST_F(NetworkKeysTest, ItemsThatAreNoHostThenFault) {
  const std::string at = "noticed.toml:12:12: [network] no_proxy: ";
  for (const auto* item : {"", "a b", "a,b", "https://a.example.com"})
    EXPECT_EQ(faults(kGoodConfig + "[network]\nno_proxy = [\"" + item + "\"]\n"),
              Faults{at + "each item must be one host, domain or network"})
        << item;
  EXPECT_EQ(faults(kGoodConfig + "[network]\nno_proxy = [\"*.example.com\"]\n"),
            Faults{at + "write a domain without *; its subdomains are included"});
  EXPECT_EQ(faults(kGoodConfig + "[network]\nno_proxy = [\"*\", \".example.com\", \"10.0.0.0/8\", \"::1\"]\n"),
            Faults{});
}

TEST_F(NetworkKeysTest, CertificatesThatAreNoneThenFault) {
  dir_.write("credentials/ca.pem", "PEM?\n");
  EXPECT_EQ(faults(kGoodConfig + "[network]\nca_file = \"ca.pem\"\n"),
            Faults{"noticed.toml:12:11: [network] ca_file: credentials/ca.pem: contains no certificate in PEM form"});
  EXPECT_EQ(faults(kGoodConfig + "[network]\nca_file = \"/nowhere/ca.pem\"\n"),
            Faults{"noticed.toml:12:11: [network] ca_file: /nowhere/ca.pem: No such file or directory"});
}

TEST_F(NetworkKeysTest, CertificatesThatEverybodyMayReadThenGood) {
  std::filesystem::permissions(dir_.path() / "credentials/ca.pem", std::filesystem::perms{0644});
  EXPECT_EQ(faults(kGoodConfig + "[network]\nca_file = \"ca.pem\"\n"), Faults{});
}

}  // namespace
}  // namespace noticed
