#include "pollers/signer.h"

#include <gtest/gtest.h>

#include <random>

#include "pollers/json_reader.h"
#include "samples.h"
#include "storage/model/percent.h"

namespace noticed::tests {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

const json& vectors() {
  static const json all =
      json::parse(read_file(std::filesystem::path(NOTICED_FIXTURES).parent_path() / "vectors" / "aksk.json"));
  return all;
}

std::string text(const json& vector, const char* name) { return vector.at(name).get<std::string>(); }

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(c));
  return text;
}

/// The headers that a vector signs; implementations choose different ones.
std::vector<SignedHeader> headers_of(const json& vector, const std::string& url) {
  std::map<std::string, std::string> sent{{"host", host_header(url)}, {"x-sdk-date", text(vector, "sdk_date")}};
  for (const auto& [name, value] : vector.at("headers").items()) sent[lower(name)] = value;
  std::vector<SignedHeader> chosen;
  std::istringstream names(text(vector, "signed_headers"));
  for (std::string name; std::getline(names, name, ';');) chosen.emplace_back(name, sent.at(name));
  return chosen;
}

TEST(Signer, PublishedVectorsThenSameCanonicalRequestAndSignature) {
  std::size_t compared = 0;
  for (const json& vector : vectors().at("vectors")) {
    const std::string method = text(vector, "method");
    const std::string url = text(vector, "url");
    const std::string body = text(vector, "body");
    const std::string canonical = canonical_request({method, url, body}, headers_of(vector, url));
    EXPECT_EQ(canonical, text(vector, "canonical_request")) << text(vector, "name");
    EXPECT_EQ(signature(text(vector, "sk"), text(vector, "sdk_date"), canonical), text(vector, "signature"));
    ++compared;
  }
  EXPECT_EQ(compared, 15U);
}

const TimePoint kTime = *parse_rfc3339("2026-01-15T08:30:00.999Z");
constexpr const char* kAccess = "AKEXAMPLE0000000TEST";
constexpr const char* kSecret = "SKexample/0123456789+abcdefghijklmnopqrs";
constexpr const char* kProject = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

std::string signature_of(const std::string& name) {
  for (const json& vector : vectors().at("vectors"))
    if (text(vector, "name") == name) return text(vector, "signature");
  return "no such vector";
}

TEST(Signer, ProjectAndContentTypeThenBothSentAndSigned) {
  const std::string url =
      "https://cloudbuild-ext.cn-north-4.myhuaweicloud.com/v3/jobs/notice/48c66c6002964721be537cdc6ce0297b/query";
  const Lines sent{"Content-Type: application/json", "Accept: application/json"};
  const Lines added = sign_request({"GET", url, ""}, sent, {kAccess, kSecret, "", kProject}, kTime);
  const std::string proof = signature_of("gen-build-notice-v3");
  EXPECT_EQ(added, (Lines{"X-Sdk-Date: 20260115T083000Z", "X-Project-Id: 0a1b2c3d4e5f60718293a4b5c6d7e8f9",
                          "Authorization: SDK-HMAC-SHA256 Access=AKEXAMPLE0000000TEST, "
                          "SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=" +
                              proof}));
}

TEST(Signer, TemporaryKeyThenItsTokenSentAndSigned) {
  const std::string url =
      "https://codehub-ext.ap-southeast-3.myhuaweicloud.com/v4/repositories/2111978605/notification-subscriptions/"
      "status";
  const SigningKey key{kAccess, kSecret, "gQpjbi1ub3J0aC00SAMPLE-SECURITY-TOKEN+/==", kProject};
  const Lines added = sign_request({"GET", url, ""}, {}, key, kTime);
  ASSERT_EQ(added.size(), 4U);
  EXPECT_EQ(added[2], "X-Security-Token: gQpjbi1ub3J0aC00SAMPLE-SECURITY-TOKEN+/==");
  EXPECT_TRUE(added[3].ends_with(", SignedHeaders=host;x-project-id;x-sdk-date;x-security-token, Signature=" +
                                 signature_of("gen-repo-status-sts")));
}

TEST(Signer, BodyThenItsExactBytesSigned) {
  const std::string url =
      "https://cloudpipeline-ext.cn-north-4.myhuaweicloud.com/v5/e2e18230a85d4d6ab0b56cb6d2246c18/api/pipelines/list";
  const std::string body = R"({"project_id":"e2e18230a85d4d6ab0b56cb6d2246c18","offset":0,"limit":50})";
  const Lines sent{"content-type:application/json", "x-project-id:  0a1b2c3d4e5f60718293a4b5c6d7e8f9 "};
  const Lines added = sign_request({"POST", url, body}, sent, {kAccess, kSecret, "", "another"}, kTime);
  ASSERT_EQ(added.size(), 2U) << "the request's own project stays";
  EXPECT_TRUE(added[1].ends_with("Signature=" + signature_of("gen-pipelines-list-post")));
}

TEST(Signer, HostThenWithThePortThatIsNotItsOwn) {
  EXPECT_EQ(host_header("https://a.example/x"), "a.example");
  EXPECT_EQ(host_header("https://a.example:443/x"), "a.example");
  EXPECT_EQ(host_header("HTTPS://a.example:443"), "a.example");
  EXPECT_EQ(host_header("https://a.example:80?x"), "a.example:80");
  EXPECT_EQ(host_header("http://127.0.0.1:8080/x@y"), "127.0.0.1:8080");
  EXPECT_EQ(host_header("http://user:pw@127.0.0.1:80/"), "127.0.0.1");
  EXPECT_EQ(host_header("http://[::1]:9000/"), "[::1]:9000");
  EXPECT_EQ(host_header("http://[::1]/"), "[::1]");
}

std::string line(const std::string& url, std::size_t number) {
  std::istringstream canonical(canonical_request({"GET", url, ""}, {}));
  std::string found;
  for (std::size_t i = 0; i <= number; ++i) std::getline(canonical, found);
  return found;
}
std::string path(const std::string& sent) { return line("https://h" + sent, 1); }
std::string query(const std::string& sent) { return line("https://h/?" + sent, 2); }

TEST(Signer, PathThenEncodedOnceWithASlashAtTheEnd) {
  EXPECT_EQ(path(""), "/");
  EXPECT_EQ(path("?a"), "/");
  EXPECT_EQ(path("/a"), "/a/");
  EXPECT_EQ(path("/a/"), "/a/");
  EXPECT_EQ(path("/a//b"), "/a//b/");
  EXPECT_EQ(path("/a%20b"), "/a%20b/");
  EXPECT_EQ(path("/a%2Fb%2fc"), "/a%2Fb%2Fc/");
  EXPECT_EQ(path("/%41%zz%4"), "/A%25zz%254/");
}

TEST(Signer, QueryThenSortedByNameThenValue) {
  EXPECT_EQ(query(text(vectors().at("query"), "sent")), text(vectors().at("query"), "canonical"));
  EXPECT_EQ(query(""), "");
  EXPECT_EQ(query("b&a=&&a=2&a=10"), "a=&a=10&a=2&b=");
  EXPECT_EQ(query("a-b=1&a=2"), "a=2&a-b=1");
  EXPECT_EQ(query("a=b=c+d"), "a=b%3Dc%2Bd");
}

/// Random texts of all bytes; those with a meaning in URLs are more frequent.
class Texts {
 public:
  explicit Texts(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
  std::string next() {
    constexpr std::string_view kSpecial = "%%&=/?#+ ~-._;:@";
    std::string out(below(12), '\0');
    for (char& c : out)
      c = below(3) == 0 ? kSpecial[below(kSpecial.size())] : static_cast<char>(static_cast<unsigned char>(below(256)));
    return out;
  }
  /// The same text in a URL: each byte plain where that is allowed, or as %XX in upper or lower case.
  std::string spelled(const std::string& text) {
    std::string out;
    for (const char c : text) {
      const std::string whole = percent_encode({&c, 1});
      const bool must = whole.size() == 3;
      out += must ? below(2) == 0 ? whole : lower(whole) : whole;
    }
    return out;
  }
  template <class Items>
  void shuffle(Items& items) {
    std::shuffle(items.begin(), items.end(), random_);
  }

 private:
  std::mt19937 random_;
};

TEST(SignerProperty, AnyBytesThenEncodedOnceAndDecodedToThemselves) {
  Texts texts(1);
  for (int i = 0; i < 20'000; ++i) {
    const std::string plain = texts.next();
    const std::string encoded = percent_encode(plain);
    ASSERT_EQ(percent_decode(encoded), plain);
    ASSERT_EQ(percent_encode(percent_decode(encoded)), encoded);
    ASSERT_EQ(encoded.find_first_not_of("%-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
              std::string::npos);
  }
  const std::string unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  EXPECT_EQ(percent_encode(unreserved), unreserved);
}

TEST(SignerProperty, AnySegmentsHoweverSpelledThenTheSamePath) {
  Texts texts(2);
  for (int i = 0; i < 5'000; ++i) {
    std::string sent;
    std::string expected;
    for (std::size_t left = texts.below(4); left > 0; --left) {
      const std::string segment = texts.next() + "x";
      sent += "/" + texts.spelled(segment);
      expected += "/" + percent_encode(segment);
    }
    ASSERT_EQ(path(sent), expected + "/") << sent;
    ASSERT_EQ(path(sent + "/"), expected + "/") << sent;
  }
}

TEST(SignerProperty, AnyParametersInAnyOrderHoweverSpelledThenTheSameQuery) {
  Texts texts(3);
  for (int i = 0; i < 5'000; ++i) {
    std::vector<std::pair<std::string, std::string>> pairs(texts.below(5));
    for (auto& [name, value] : pairs) {
      name = "n" + texts.next();
      value = texts.next();
    }
    const auto sent = [&] {
      std::string all;
      for (const auto& [name, value] : pairs) all += "&" + texts.spelled(name) + "=" + texts.spelled(value);
      return all;
    };
    const std::string once = query(sent());
    texts.shuffle(pairs);
    ASSERT_EQ(query(sent()), once);
    ASSERT_EQ(query(once), once) << "canonical already";
    ASSERT_EQ(static_cast<std::size_t>(std::count(once.begin(), once.end(), '=')), pairs.size());
  }
}

TEST(SignerProperty, AnyPartChangedThenAnotherSignature) {
  const auto sign = [](const char* method, const char* url, const char* body, const char* secret) {
    return sign_request({method, url, body}, {}, {kAccess, secret, "", ""}, kTime).back();
  };
  const std::string base = sign("GET", "https://h/a?b=1", "", "s");
  EXPECT_EQ(sign("GET", "https://h/a/?b=1", "", "s"), base);
  EXPECT_NE(sign("PUT", "https://h/a?b=1", "", "s"), base);
  EXPECT_NE(sign("GET", "https://h:8443/a?b=1", "", "s"), base);
  EXPECT_NE(sign("GET", "https://h/a?b=2", "", "s"), base);
  EXPECT_NE(sign("GET", "https://h/a?b=1", " ", "s"), base);
  EXPECT_NE(sign("GET", "https://h/a?b=1", "", "S"), base);
}

}  // namespace
}  // namespace noticed::tests
