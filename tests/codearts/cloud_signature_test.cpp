// Signatures against published ones: the signing guide's own example and those in the tests of Huawei's SDKs.
#include "codearts/cloud_signature.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace codearts {
namespace {

constexpr std::string_view kVpcs =
    "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0";

TEST(CodeartsSignature, GuidesExampleIsReproduced) {
  const std::vector<Header> headers{
      {"Content-Type", "application/json"}, {"Host", "service.region.example.com"}, {"X-Sdk-Date", "20191115T033655Z"}};
  const Request request{"GET", kVpcs, headers};
  const std::string canonical = canonical_request(request, {"content-type", "host", "x-sdk-date"});
  EXPECT_EQ(canonical,
            "GET\n/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs/\n"
            "limit=2&marker=13551d6b-755d-4757-b956-536f674975c0\ncontent-type:application/json\n"
            "host:service.region.example.com\nx-sdk-date:20191115T033655Z\n\ncontent-type;host;x-sdk-date\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(signature_of(canonical, "20191115T033655Z", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"),
            "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe");
}

TEST(CodeartsSignature, JavasPostIsReproduced) {
  const std::vector<Header> headers{{"Host", "service.region.example.com"}, {"X-Sdk-Date", "20191115T033655Z"}};
  const Request request{"POST", "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpc/123", headers, R"({"key":"value"})"};
  EXPECT_EQ(signature_of(canonical_request(request, {"host", "x-sdk-date"}), "20191115T033655Z", "SecretKey"),
            "b5649aa774f6cac7437631662f08815fc65c70e40e486df6db2436ce68902771");
}

TEST(CodeartsSignature, GosBodyWithItsNewlineIsReproduced) {
  const std::vector<Header> headers{{"X-Sdk-Date", "20060102T150405Z"}};
  const Request request{"POST", "/path?key=value", headers, "{\"Name\":\"test\",\"Id\":1}\n"};
  EXPECT_EQ(signature_of(canonical_request(request, {"x-sdk-date"}), "20060102T150405Z", "SecretKey"),
            "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59");
}

TEST(CodeartsSignature, QueryIsSortedAndEncodedOnce) {
  const std::string encoded =
      "/x?limit=1&enable=true&test=%e4%b8%80%20(%26%3D?!%23%25.*)&path=/tmp/123&multi=2&multi=1&flag";
  const std::string canonical = canonical_request(Request{"GET", encoded, {}}, {"host"});
  EXPECT_EQ(canonical.substr(0, canonical.find("\nhost")),
            "GET\n/x/\nenable=true&flag=&limit=1&multi=1&multi=2&path=%2Ftmp%2F123&"
            "test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29");
}

TEST(CodeartsSignature, PathIsEncodedOnceAndEndsInOneSlash) {
  const auto path = [](std::string_view target) {
    const std::string canonical = canonical_request(Request{"GET", target, {}}, {"host"});
    return canonical.substr(4, canonical.find('\n', 4) - 4);
  };
  const std::string encoded = "/v1/job/name%20with%20space/t%C3%A9%281%29/notice/";
  EXPECT_EQ(path("/v1/job/name with space/t\xC3\xA9(1)/notice"), encoded);
  EXPECT_EQ(path("/v1/job/name%20with%20space/t%c3%a9(1)/notice"), encoded);
  EXPECT_EQ(path("/v3/jobs/notice/"), "/v3/jobs/notice/");
  EXPECT_EQ(path("/"), "/");
}

TEST(CodeartsSignature, StatedContentHashStandsForTheBody) {
  const std::vector<Header> headers{{"X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"}};
  EXPECT_TRUE(canonical_request(Request{"POST", "/", headers, "x"}, {"host"}).ends_with("\nhost\nUNSIGNED-PAYLOAD"));
}

TEST(CodeartsSignature, AuthorizationIsReadPartByPart) {
  const auto read = authorization_in("SDK-HMAC-SHA256 Access=AK, SignedHeaders=X-Sdk-Date;Host, Signature=ab");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->access, "AK");
  EXPECT_EQ(read->signed_headers, (std::vector<std::string>{"host", "x-sdk-date"}));
  EXPECT_EQ(read->signature, "ab");
  EXPECT_FALSE(authorization_in("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host"));
  EXPECT_FALSE(authorization_in("V11-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=ab"));
}

}  // namespace
}  // namespace codearts
