// Authenticates with a token that another program keeps fresh in a file.
#include "pollers/credential_provider.h"
#include "pollers/sign_in/refusal.h"
#include "pollers/sign_in/token_headers.h"
#include "pollers/sign_in/watched_file.h"

namespace noticed {
namespace {

class TokenSignIn final : public CredentialProvider {
 public:
  TokenSignIn(const Clock& clock, std::filesystem::path file) : file_(clock, std::move(file)) {}

  bool ready() override { return true; }
  void renew(std::function<void()> done) override { done(); }

  std::variant<CredentialVersion, Failure> sign(HttpRequest& request) override {
    read_file();
    if (!rejection_.empty()) return auth_failure(rejection_);
    headers_.add_to(request);
    return version_;
  }

  bool refused(CredentialVersion version, const Failure&, const std::string&) override {
    read_file();
    return rejection_.empty() && version != version_;
  }

  void accepted(CredentialVersion) override {}
  bool locks() const override { return false; }

  std::string rejection() const override { return rejection_; }

 private:
  void read_file() {
    const std::string* token = file_.text();
    if (token == nullptr) {
      rejection_ = "no token: " + file_.error();
    } else if (!fits_header(*token)) {
      rejection_ = "no token: " + file_.path().string() + ": contains characters that are not allowed in a token";
    } else {
      rejection_.clear();
      if (version_ == file_.version()) return;
      version_ = file_.version();
      headers_.set_token(*token);
    }
  }

  WatchedFile file_;
  TokenHeaders headers_;
  CredentialVersion version_ = 0;
  std::string rejection_;
};

}  // namespace

std::unique_ptr<CredentialProvider> token_sign_in(const Clock& clock, const std::filesystem::path& token_file) {
  return std::make_unique<TokenSignIn>(clock, token_file);
}

}  // namespace noticed
