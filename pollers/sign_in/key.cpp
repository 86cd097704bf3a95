// Signs every request with an access key from files; fetches nothing.
#include "pollers/credential_provider.h"
#include "pollers/sign_in/key_signing.h"
#include "pollers/sign_in/refusal.h"
#include "pollers/sign_in/watched_file.h"

namespace noticed {
namespace {

class KeySignIn final : public CredentialProvider {
 public:
  KeySignIn(const Clock& clock, KeyOptions options)
      : clock_(clock),
        access_(clock, options.access_key_file),
        secret_(clock, options.secret_key_file),
        token_(clock, options.security_token_file),
        has_token_(!options.security_token_file.empty()),
        suspension_(clock) {
    key_.project_id = std::move(options.project_id);
  }

  bool ready() override { return true; }
  void renew(std::function<void()> done) override { done(); }

  std::variant<CredentialVersion, Failure> sign(HttpRequest& request) override {
    read_files();
    if (!missing_.empty()) return auth_failure(missing_);
    if (!suspension_.may_sign()) return auth_failure(suspension_.reason());
    sign_with(request, key_, clock_.wall());
    return version_;
  }

  bool refused(CredentialVersion version, const Failure& failure, const std::string& date) override {
    read_files();
    if (!missing_.empty()) return false;
    if (version != version_) return true;
    if (blames_signature(failure))
      suspension_.begin(refused_key(failure, date, clock_.wall(), "retried when its files change, else every hour"));
    return false;
  }

  void accepted(CredentialVersion version) override {
    if (version == version_) suspension_.end();
  }

  bool locks() const override { return true; }

  std::string rejection() const override { return missing_.empty() ? suspension_.reason() : missing_; }

 private:
  void read(WatchedFile& file, std::string& into) {
    const std::string* text = file.text();
    if (text == nullptr)
      missing_ = "no access key: " + file.error();
    else if (!fits_header(*text))
      missing_ = "no access key: " + file.path().string() + ": contains characters that are not allowed in a key";
    else
      into = *text;
  }

  /// Files replaced one after the other may not match for a moment: a request is then refused, and the next call reads
  /// the rest.
  void read_files() {
    missing_.clear();
    read(access_, key_.access);
    read(secret_, key_.secret);
    if (has_token_) read(token_, key_.security_token);
    const CredentialVersion now = access_.version() + secret_.version() + token_.version();
    if (now != version_) suspension_.end();
    version_ = now;
  }

  const Clock& clock_;
  WatchedFile access_;
  WatchedFile secret_;
  WatchedFile token_;
  const bool has_token_;
  SigningKey key_;
  CredentialVersion version_ = 0;
  std::string missing_;  // why there is no key
  KeySuspension suspension_;
};

}  // namespace

std::unique_ptr<CredentialProvider> key_sign_in(const Clock& clock, KeyOptions options) {
  return std::make_unique<KeySignIn>(clock, std::move(options));
}

}  // namespace noticed
