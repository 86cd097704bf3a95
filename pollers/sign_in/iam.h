// Authenticates with an IAM user's password: fetches a token and refreshes it in time. Network thread only.
#pragma once

#include <map>

#include "pollers/credential_provider.h"
#include "pollers/sign_in/credential_refresh.h"
#include "pollers/sign_in/iam_call.h"
#include "pollers/sign_in/token_headers.h"
#include "pollers/sign_in/watched_file.h"

namespace noticed {

class IamSignIn final : public CredentialProvider {
 public:
  /// `seed`: for the jitter of pauses after failures.
  IamSignIn(Loop& loop, Transport& transport, const Redactor& redactor, IamOptions options, std::uint32_t seed);

  bool ready() override;
  void renew(std::function<void()> done) override;
  std::variant<CredentialVersion, Failure> sign(HttpRequest& request) override;
  bool refused(CredentialVersion version, const Failure& failure, const std::string& date) override;
  void accepted(CredentialVersion version) override;
  bool locks() const override { return false; }
  /// Empty while the password's last token is still accepted, even if IAM now refuses the password.
  std::string rejection() const override;
  std::optional<TimePoint> expires() const override;

 private:
  /// Reads the password file. Null if there is no password; a new one ends the rejection of the old one.
  const std::string* password();
  void ask(const std::string& password);
  /// `version`: of the password that was tried.
  void keep(IamRefusal refusal, unsigned version);
  void take(const HttpResult& result, const std::string& password, unsigned version);

  Loop& loop_;
  Transport& transport_;
  const Redactor& redactor_;
  const IamOptions options_;
  WatchedFile file_;
  CredentialRefresh refresh_;
  TokenHeaders headers_;
  CredentialVersion version_ = 0;
  std::map<CredentialVersion, SteadyPoint> let_in_;  // last acceptance of the current and the previous token
  std::optional<Failure> failure_;                   // of the last attempt
  std::optional<unsigned> rejected_;                 // the version of the password that IAM refused permanently
  std::string missing_;                              // why there is no password
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace noticed
