#include "daemon/config/url.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(Url, HostOfAnAddressThenWithoutPortAndPath) {
  EXPECT_EQ(host_of("https://a.example.com:8443/x?y#z"), "a.example.com");
  EXPECT_EQ(host_of("https://a.example.com?y"), "a.example.com");
  EXPECT_EQ(host_of("http://[::1]:80/"), "[::1]");
  EXPECT_EQ(host_of("a.example.com"), "");
  EXPECT_EQ(host_of("https:///x"), "");
}

TEST(Url, OriginThenSchemeHostAndPortInLowerCase) {
  EXPECT_EQ(origin_of("https://A.example.com/x"), "https://a.example.com:443");
  EXPECT_EQ(origin_of("https://a.example.com:443"), "https://a.example.com:443");
  EXPECT_EQ(origin_of("http://localhost"), "http://localhost:80");
  EXPECT_EQ(origin_of("http://[::1]:8080/"), "http://[::1]:8080");
  EXPECT_EQ(origin_of("http://[::1]"), "http://[::1]:80");
  EXPECT_EQ(origin_of("a.example.com"), "");
}

TEST(Url, OriginForPeopleThenWithoutWhatGoesWithoutSaying) {
  EXPECT_EQ(short_origin("https://a.example.com:443"), "a.example.com");
  EXPECT_EQ(short_origin("https://a.example.com:8443"), "a.example.com:8443");
  EXPECT_EQ(short_origin("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
}

TEST(UrlFault, SecureAddressThenGood) {
  EXPECT_EQ(fault_of_url("https://a.example.com", false), "");
  EXPECT_EQ(fault_of_url("https://a.example.com:8443/hook?x=1#y", false), "");
}

TEST(UrlFault, PlainOnLoopbackThenGood) {
  for (const auto* url : {"http://localhost/", "http://127.0.0.1:8080", "http://127.9.9.9/x", "http://[::1]:80/"})
    EXPECT_EQ(fault_of_url(url, false), "") << url;
}

TEST(UrlFault, PlainElsewhereThenOnlyWhereAllowed) {
  const std::string refused = "must begin with https://; plain http is allowed for loopback only";
  EXPECT_EQ(fault_of_url("http://a.example.com/", false), refused);
  EXPECT_EQ(fault_of_url("http://a.example.com/", true), "");
  EXPECT_EQ(fault_of_url("http://localhost.example.com/", false), refused);
}

TEST(UrlFault, NameThatOnlyBeginsLikeLoopbackThenRefused) {
  EXPECT_EQ(fault_of_url("http://127.0.0.1.example.com/", false),
            "must begin with https://; plain http is allowed for loopback only");
  EXPECT_EQ(fault_of_url("http://127.example.com/", false),
            "must begin with https://; plain http is allowed for loopback only");
}

TEST(UrlFault, UserNameThenRefused) {
  const std::string refused = "the address must not hold a user name or password";
  EXPECT_EQ(fault_of_url("https://user:secret@a.example.com/", false), refused);
  EXPECT_EQ(fault_of_url("http://127.0.0.1@a.example.com/", false), refused);
  EXPECT_EQ(fault_of_url("https://a.example.com/@x?y=@z", false), "");
}

TEST(UrlFault, SpacesAndControlsThenRefused) {
  const std::string refused = "the address contains a space or a control character";
  for (const auto* url : {"https://a.example.com/a b", "https://a.example.com/\r\nX-Evil: 1",
                          "https://a\t.example.com/", "https://a.example.com/\x7f"})
    EXPECT_EQ(fault_of_url(url, true), refused) << url;
  EXPECT_EQ(fault_of_url(std::string("https://a.example.com/\0x", 24), true), refused);
}

TEST(UrlFault, OtherSchemesAndNoAddressThenRefused) {
  EXPECT_EQ(fault_of_url("ftp://a.example.com/", true), "must begin with https://");
  EXPECT_EQ(fault_of_url("file://host/etc/passwd", true), "must begin with https://");
  for (const auto* url : {"", "a.example.com", "https://", "https:///x", "https://:443/"})
    EXPECT_EQ(fault_of_url(url, true), "is not an address; write https://host/…") << url;
}

TEST(UrlFault, RefusedAddressThenNeverInTheMessage) {
  for (const auto* url :
       {"s3cret", "http://s3cret.example.com/", "https://s3cret:x@a/", "ftp://a/s3cret", "https://a/ s3cret"})
    EXPECT_EQ(fault_of_url(url, false).find("s3cret"), std::string::npos) << url;
}

TEST(ProxyFault, HostAndPortThenGood) {
  for (const auto* url : {"http://proxy.example.com:3128", "https://proxy.example.com:443/", "http://[fd00::1]:8080"})
    EXPECT_EQ(fault_of_proxy(url), "") << url;
}

TEST(ProxyFault, UserNameThenTheFileForItIsNamed) {
  EXPECT_EQ(fault_of_proxy("http://user:s3cret@proxy.example.com:3128"),
            "the address must not hold a user name or password; put user:password into a file and set "
            "proxy_auth_file to it");
}

TEST(ProxyFault, NoPortThenAskedFor) {
  for (const auto* url : {"http://proxy.example.com", "http://proxy.example.com:", "http://proxy.example.com:0",
                          "http://proxy.example.com:65536", "http://proxy.example.com:80x", "http://[fd00::1]"})
    EXPECT_EQ(fault_of_proxy(url), "needs a port: http://host:port") << url;
}

TEST(ProxyFault, AnythingElseThenRefused) {
  EXPECT_EQ(fault_of_proxy("proxy.example.com:3128"), "is not an address; write http://host:port");
  EXPECT_EQ(fault_of_proxy("socks5://proxy.example.com:1080"), "must begin with http:// or https://");
  EXPECT_EQ(fault_of_proxy("http://proxy.example.com:3128/x"), "must consist of scheme, host and port, without a path");
  EXPECT_EQ(fault_of_proxy("http://proxy.example.com:3128 "), "the address contains a space or a control character");
}

TEST(UrlToken, LongWordWithDigitsThenSeemsAToken) {
  EXPECT_TRUE(carries_token("https://a.example.com/hook/0123456789abcdef"));
  EXPECT_TRUE(carries_token("https://a.example.com/hook?access_token=a1b2c3d4e5f6a7b8"));
  EXPECT_TRUE(carries_token("https://a.example.com?key=a1b2c3d4e5f6a7b8"));
}

TEST(UrlToken, PlainWordsThenNone) {
  EXPECT_FALSE(carries_token("https://0123456789abcdef0123.example.com/"));
  EXPECT_FALSE(carries_token("https://a.example.com"));
  EXPECT_FALSE(carries_token("https://a.example.com/notifications-incoming/v2"));
  EXPECT_FALSE(carries_token("https://a.example.com/0123456789abcde"));
}

}  // namespace
}  // namespace noticed
