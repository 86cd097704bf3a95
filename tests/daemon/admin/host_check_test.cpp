#include "daemon/admin/host_check.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

using boost::asio::ip::make_address;

TEST(HostCheck, BoundToLoopbackThenLocalhostAndAddressesOnly) {
  const auto bound = make_address("127.0.0.1");
  for (const auto* host :
       {"localhost", "LocalHost:9184", "127.0.0.1", "127.0.0.1:9184", "192.0.2.7:80", "[::1]:9184", "[::1]"})
    EXPECT_TRUE(host_may_ask(host, bound)) << host;
  for (const auto* host :
       {"evil.example.com", "evil.example.com:9184", "localhost.evil.example.com", "127.0.0.1.evil.com", "", ":9184",
        "[::1", "[::1]x", "[evil]", "localhost:x", "localhost@evil.com", "::1", "1"})
    EXPECT_FALSE(host_may_ask(host, bound)) << host;
}

TEST(HostCheck, BoundToAnotherAddressThenAnyName) {
  EXPECT_TRUE(host_may_ask("watch1.example.com:9184", make_address("192.0.2.7")));
  EXPECT_TRUE(host_may_ask("watch1.example.com:9184", make_address("::")));
  EXPECT_FALSE(host_may_ask("watch1.example.com", make_address("::1")));
}

}  // namespace
}  // namespace noticed
