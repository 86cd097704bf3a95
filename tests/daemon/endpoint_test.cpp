#include "daemon/config/endpoint.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

TEST(Endpoint, CommonRegionThenItsFourHosts) {
  EXPECT_EQ(documented_endpoint(Service::build, "cn-north-4"), "https://cloudbuild-ext.cn-north-4.myhuaweicloud.com");
  EXPECT_EQ(documented_endpoint(Service::pipeline, "cn-north-4"),
            "https://cloudpipeline-ext.cn-north-4.myhuaweicloud.com");
  EXPECT_EQ(documented_endpoint(Service::check, "cn-north-4"), "https://codearts-check.cn-north-4.myhuaweicloud.com");
  EXPECT_EQ(documented_endpoint(Service::repo, "cn-north-4"), "https://codehub-ext.cn-north-4.myhuaweicloud.com");
}

TEST(Endpoint, RegionWithoutCheckThenNothingForIt) {
  EXPECT_FALSE(documented_endpoint(Service::check, "cn-south-2").has_value());
  EXPECT_EQ(documented_endpoint(Service::build, "cn-south-2"), "https://cloudbuild-ext.cn-south-2.myhuaweicloud.com");
}

TEST(Endpoint, NewerRegionThenItsOtherHosts) {
  EXPECT_EQ(documented_endpoint(Service::pipeline, "tr-west-1"),
            "https://pipeline-external.tr-west-1.myhuaweicloud.com");
  EXPECT_EQ(documented_endpoint(Service::repo, "la-south-2"), "https://codeartsrepo-ext.la-south-2.myhuaweicloud.com");
  EXPECT_FALSE(documented_endpoint(Service::check, "tr-west-1").has_value());
}

TEST(Endpoint, UnknownRegionThenNothing) {
  EXPECT_FALSE(documented_endpoint(Service::build, "").has_value());
  EXPECT_FALSE(documented_endpoint(Service::build, "eu-west-101").has_value());
}

TEST(Endpoint, HostOfAnAddressThenWithoutPortAndPath) {
  EXPECT_EQ(host_of("https://a.example.com:8443/x?y#z"), "a.example.com");
  EXPECT_EQ(host_of("https://a.example.com?y"), "a.example.com");
  EXPECT_EQ(host_of("http://[::1]:80/"), "[::1]");
  EXPECT_EQ(host_of("a.example.com"), "");
  EXPECT_EQ(host_of("https:///x"), "");
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
  const std::string refused = "must begin with https://; plain http is for loopback only";
  EXPECT_EQ(fault_of_url("http://a.example.com/", false), refused);
  EXPECT_EQ(fault_of_url("http://a.example.com/", true), "");
  EXPECT_EQ(fault_of_url("http://localhost.example.com/", false), refused);
}

TEST(UrlFault, NameThatOnlyBeginsLikeLoopbackThenRefused) {
  EXPECT_EQ(fault_of_url("http://127.0.0.1.example.com/", false),
            "must begin with https://; plain http is for loopback only");
  EXPECT_EQ(fault_of_url("http://127.example.com/", false),
            "must begin with https://; plain http is for loopback only");
}

TEST(UrlFault, UserNameThenRefused) {
  const std::string refused = "the address must not hold a user name or password";
  EXPECT_EQ(fault_of_url("https://user:secret@a.example.com/", false), refused);
  EXPECT_EQ(fault_of_url("http://127.0.0.1@a.example.com/", false), refused);
  EXPECT_EQ(fault_of_url("https://a.example.com/@x?y=@z", false), "");
}

TEST(UrlFault, SpacesAndControlsThenRefused) {
  const std::string refused = "the address holds a space or a control character";
  for (const auto* url : {"https://a.example.com/a b", "https://a.example.com/\r\nX-Evil: 1",
                          "https://a\t.example.com/", "https://a.example.com/\x7f"})
    EXPECT_EQ(fault_of_url(url, true), refused) << url;
  EXPECT_EQ(fault_of_url(std::string("https://a.example.com/\0x", 24), true), refused);
}

TEST(UrlFault, OtherSchemesAndNoAddressThenRefused) {
  EXPECT_EQ(fault_of_url("ftp://a.example.com/", true), "must begin with https://");
  EXPECT_EQ(fault_of_url("file://host/etc/passwd", true), "must begin with https://");
  for (const auto* url : {"", "a.example.com", "https://", "https:///x", "https://:443/"})
    EXPECT_EQ(fault_of_url(url, true), "is no address; write https://host/…") << url;
}

TEST(UrlFault, RefusedAddressThenNeverInTheMessage) {
  for (const auto* url :
       {"s3cret", "http://s3cret.example.com/", "https://s3cret:x@a/", "ftp://a/s3cret", "https://a/ s3cret"})
    EXPECT_EQ(fault_of_url(url, false).find("s3cret"), std::string::npos) << url;
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
