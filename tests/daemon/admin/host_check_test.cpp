#include "daemon/admin/host_check.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(HostCheck, LocalhostAndAddressesThenOurs) {
  for (const auto* host :
       {"localhost", "LocalHost:9184", "127.0.0.1", "127.0.0.1:9184", "192.0.2.7:80", "[::1]:9184", "[::1]"})
    EXPECT_TRUE(is_own_host(host)) << host;
}

TEST(HostCheck, AnyOtherNameThenNot) {
  for (const auto* host :
       {"evil.example.com", "evil.example.com:9184", "localhost.evil.example.com", "127.0.0.1.evil.com", "", ":9184",
        "[::1", "[::1]x", "[evil]", "localhost:x", "localhost@evil.com", "::1", "1"})
    EXPECT_FALSE(is_own_host(host)) << host;
}

}  // namespace
}  // namespace noticed
