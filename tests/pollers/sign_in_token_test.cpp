// The token from a file.
#include "sign_in_fixture.h"

namespace noticed::tests {
namespace {

class TokenSignIn : public SignInTest {
 protected:
  std::unique_ptr<CredentialProvider> made_ = token_sign_in(loop_.clock(), dir_.path() / "token");
};

TEST_F(TokenSignIn, TokenInTheFileThenInTheHeaderBesideTheRequestsOwn) {
  write("token", "# from the portal\nMIIC1\n");
  HttpRequest request;
  request.headers = std::make_shared<const HttpHeaders>(std::vector<std::string>{"Accept: application/json"});
  const auto own = request.headers;
  ASSERT_TRUE(std::holds_alternative<CredentialVersion>(made_->sign(request)));
  EXPECT_EQ(request.headers->lines(), (std::vector<std::string>{"Accept: application/json", "X-Auth-Token: MIIC1"}));
  EXPECT_EQ(own->lines().size(), 1U);
  EXPECT_EQ(made_->rejection(), "");
}

TEST_F(TokenSignIn, ManyRequestsThenOneListOfHeadersForEachOfTheirs) {
  write("token", "MIIC1");
  const auto own = std::make_shared<const HttpHeaders>(std::vector<std::string>{"Accept: text/plain"});
  HttpRequest first;
  HttpRequest second;
  first.headers = second.headers = own;
  made_->sign(first);
  made_->sign(second);
  EXPECT_EQ(first.headers, second.headers);
  HttpRequest bare;
  made_->sign(bare);
  EXPECT_EQ(bare.headers->lines(), std::vector<std::string>{"X-Auth-Token: MIIC1"});
}

TEST_F(TokenSignIn, FileReplacedThenTheNewTokenWithinASecond) {
  write("token", "MIIC1");
  sign(*made_);
  const CredentialVersion old = version_;
  dir_.write("token", "MIIC2");
  loop_.advance(999ms);
  sign(*made_);
  EXPECT_EQ(header(request_, "X-Auth-Token"), "MIIC1") << "looked at once a second";
  loop_.advance(1ms);
  sign(*made_);
  EXPECT_EQ(header(request_, "X-Auth-Token"), "MIIC2");
  EXPECT_GT(version_, old);
}

TEST_F(TokenSignIn, RefusedThenWorthAnotherTryOnlyWithAnotherToken) {
  write("token", "MIIC1");
  sign(*made_);
  EXPECT_FALSE(made_->refused(version_, token_expired(), ""));
  EXPECT_EQ(made_->rejection(), "") << "one resource's 401 proves nothing";
  EXPECT_EQ(sign(*made_), "signed");
  write("token", "MIIC2");
  EXPECT_TRUE(made_->refused(version_, token_expired(), ""));
  const CredentialVersion old = version_;
  sign(*made_);
  EXPECT_FALSE(made_->refused(version_, token_expired(), ""));
  std::filesystem::remove(dir_.path() / "token");
  loop_.advance(1s);
  EXPECT_FALSE(made_->refused(old, token_expired(), "")) << "there is none to sign with";
}

TEST_F(TokenSignIn, FileMissingEmptyOrNoTokenThenRejectedUntilItIsGood) {
  const std::string path = (dir_.path() / "token").string();
  EXPECT_EQ(sign(*made_), "auth: no token: " + path + ": No such file or directory");
  EXPECT_EQ(made_->rejection(), "no token: " + path + ": No such file or directory");
  write("token", "# nothing yet");
  EXPECT_EQ(sign(*made_), "auth: no token: " + path + ": is empty");
  write("token", "two words");
  EXPECT_EQ(sign(*made_), "auth: no token: " + path + ": contains characters that are not allowed in a token");
  EXPECT_FALSE(made_->refused(0, token_expired(), ""));
  write("token", "MIIC1");
  EXPECT_EQ(sign(*made_), "signed");
  EXPECT_EQ(made_->rejection(), "");
}

}  // namespace
}  // namespace noticed::tests
