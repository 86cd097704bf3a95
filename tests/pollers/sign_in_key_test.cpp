// The access key from files.
#include "pollers/account.h"
#include "sign_in_fixture.h"

namespace noticed::tests {
namespace {

class KeySignIn : public SignInTest {
 protected:
  KeySignIn() {
    write("access-key", "AK1\n");
    write("secret-key", "SK1\n");
  }
  std::unique_ptr<CredentialProvider> make(const std::string& project = "", const std::string& token_file = "") const {
    KeyOptions options;
    options.access_key_file = dir_.path() / "access-key";
    options.secret_key_file = dir_.path() / "secret-key";
    if (!token_file.empty()) options.security_token_file = dir_.path() / token_file;
    options.project_id = project;
    return key_sign_in(loop_.clock(), options);
  }
  /// A request is signed, and refused for its signature.
  void refuse(CredentialProvider& made, const std::string& date = "") {
    ASSERT_EQ(sign(made), "signed");
    EXPECT_FALSE(made.refused(version_, bad_signature(), date));
  }
};

const std::string kRests =
    "the cloud rejects the access key: it does not match its secret key, is disabled, or is temporarily locked; "
    "retried when its files change, else every hour: HTTP 401 APIGW.0301: verify aksk signature fail, "
    "canonicalRequest:GET|/";

TEST_F(KeySignIn, RequestThenSignedWithTheTimeOfNow) {
  const auto made = make("0a1b");
  EXPECT_TRUE(made->ready());
  ASSERT_EQ(sign(*made), "signed");
  EXPECT_EQ(header(request_, "X-Sdk-Date"), "20261121T140002Z");
  EXPECT_EQ(header(request_, "X-Project-Id"), "0a1b");
  const std::string first = header(request_, "Authorization");
  EXPECT_EQ(first.find("SDK-HMAC-SHA256 Access=AK1, SignedHeaders=host;x-project-id;x-sdk-date, Signature="), 0U);
  loop_.advance(1s);
  sign(*made);
  EXPECT_EQ(header(request_, "X-Sdk-Date"), "20261121T140003Z");
  EXPECT_NE(header(request_, "Authorization"), first);
  EXPECT_EQ(made->expires(), std::nullopt);
}

TEST_F(KeySignIn, NotLetInYetThenOneRequestAtATimeTriesIt) {
  Account account("prod", {}, make());
  ASSERT_TRUE(account.ready());
  HttpRequest first;
  first.url = "https://cloud.example/v1/x";
  const auto version = std::get<CredentialVersion>(account.sign(first));
  EXPECT_FALSE(account.ready());  // a few more refusals, and the cloud locks the key
  int called = 0;
  account.wait([&] { ++called; });
  EXPECT_FALSE(account.refused(version, bad_signature(), ""));
  EXPECT_EQ(called, 1);
  HttpRequest second;
  second.url = first.url;
  EXPECT_TRUE(std::holds_alternative<Failure>(account.sign(second)));
}

TEST_F(KeySignIn, PostOrOtherMethodThenAnotherSignatureAndOwnHeadersStay) {
  const auto made = make();
  const auto signature = [&](const char* method, std::optional<std::string> body) {
    HttpRequest request;
    request.url = "https://cloud.example/v1/x";
    request.method = method;
    request.post = std::move(body);
    request.headers = std::make_shared<const HttpHeaders>(std::vector<std::string>{"Content-Type: application/json"});
    EXPECT_TRUE(std::holds_alternative<CredentialVersion>(made->sign(request)));
    EXPECT_EQ(header(request, "Content-Type"), "application/json");
    return header(request, "Authorization");
  };
  const std::string get = signature("", {});
  EXPECT_NE(get.find("SignedHeaders=content-type;host;x-sdk-date"), std::string::npos);
  EXPECT_EQ(signature("GET", {}), get);
  EXPECT_NE(signature("PUT", {}), get);
  EXPECT_NE(signature("", "{}"), signature("", "[]"));
  EXPECT_EQ(signature("", "{}"), signature("POST", "{}"));
}

TEST_F(KeySignIn, SecurityTokenInAFileThenSentAndReadAgain) {
  write("token", "T1");
  const auto made = make("", "token");
  sign(*made);
  EXPECT_EQ(header(request_, "X-Security-Token"), "T1");
  const CredentialVersion old = version_;
  write("token", "T2");
  sign(*made);
  EXPECT_EQ(header(request_, "X-Security-Token"), "T2");
  EXPECT_GT(version_, old);
}

TEST_F(KeySignIn, SignatureRefusedThenNoMoreRequestsForAnHour) {
  const auto made = make();
  refuse(*made);
  EXPECT_TRUE(made->ready());
  EXPECT_EQ(sign(*made), "auth: " + kRests);
  EXPECT_EQ(made->rejection(), kRests);
  loop_.advance(1h - 1ms);
  EXPECT_EQ(sign(*made), "auth: " + kRests);
  loop_.advance(1ms);
  EXPECT_EQ(sign(*made), "signed") << "one request tries it";
  EXPECT_EQ(sign(*made), "auth: " + kRests);
  made->refused(version_, bad_signature(), "");
  loop_.advance(1h - 1ms);
  EXPECT_EQ(sign(*made), "auth: " + kRests);
}

TEST_F(KeySignIn, LetInAgainThenTheRestIsOver) {
  const auto made = make();
  refuse(*made);
  loop_.advance(1h);
  sign(*made);
  made->accepted(version_);
  EXPECT_EQ(made->rejection(), "");
  EXPECT_EQ(sign(*made), "signed");
}

TEST_F(KeySignIn, FileChangedThenTriedAtOnce) {
  for (const char* file : {"access-key", "secret-key"}) {
    const auto made = make();
    refuse(*made);
    write(file, "fresh");
    EXPECT_EQ(sign(*made), "signed") << file;
    EXPECT_EQ(made->rejection(), "");
  }
}

TEST_F(KeySignIn, RefusedWithTheKeyOfBeforeThenWorthSigningAgain) {
  const auto made = make();
  sign(*made);
  write("secret-key", "SK2");
  EXPECT_TRUE(made->refused(version_, bad_signature(), ""));
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(KeySignIn, AmbiguousRefusalThenNothingStands) {
  const auto made = make();
  sign(*made);
  EXPECT_FALSE(made->refused(version_, ambiguous(), "Thu, 01 Jan 1970 00:00:00 GMT"));
  EXPECT_FALSE(made->refused(version_, token_expired(), ""));
  EXPECT_EQ(made->rejection(), "");
  EXPECT_EQ(sign(*made), "signed");
}

TEST_F(KeySignIn, ClockWrongThenNamedAndTriedOnceItIsSet) {
  const auto made = make();
  refuse(*made, "Sat, 21 Nov 2026 16:03:20 GMT");
  EXPECT_EQ(made->rejection().find("the clock of this machine is 2 h 3 min behind the cloud's; "), 0U);
  loop_.time().set_wall(loop_.clock().wall() + 59s);
  EXPECT_NE(sign(*made), "signed");
  loop_.time().set_wall(*parse_rfc3339("2026-11-21T16:03:30Z"));
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_NE(sign(*made), "signed") << "until that one is let in";
  made->accepted(version_);
  EXPECT_EQ(sign(*made), "signed");
}

TEST_F(KeySignIn, FileMissingOrNoKeyThenRejectedUntilItIsGood) {
  std::filesystem::remove(dir_.path() / "secret-key");
  const auto made = make();
  const std::string path = (dir_.path() / "secret-key").string();
  EXPECT_EQ(sign(*made), "auth: no access key: " + path + ": No such file or directory");
  EXPECT_EQ(made->rejection(), "no access key: " + path + ": No such file or directory");
  EXPECT_FALSE(made->refused(0, bad_signature(), ""));
  write("secret-key", "S K");
  EXPECT_EQ(sign(*made), "auth: no access key: " + path + ": contains characters that are not allowed in a key");
  write("secret-key", "SK1");
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->rejection(), "");
}

}  // namespace
}  // namespace noticed::tests
