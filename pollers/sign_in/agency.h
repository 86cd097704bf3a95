// Signs with the temporary keys of the agency assigned to this server: fetches them from its metadata service and
// refreshes them in time. Network thread only.
#pragma once

#include <optional>

#include "pollers/credential_provider.h"
#include "pollers/sign_in/agency_call.h"
#include "pollers/sign_in/credential_refresh.h"
#include "pollers/sign_in/key_signing.h"

namespace noticed {

class AgencySignIn final : public CredentialProvider {
 public:
  /// `seed`: for the jitter of pauses after failures.
  AgencySignIn(Loop& loop, Transport& transport, const Redactor& redactor, AgencyOptions options, std::uint32_t seed);

  bool ready() override { return refresh_.ready(); }
  void renew(std::function<void()> done) override;
  std::variant<CredentialVersion, Failure> sign(HttpRequest& request) override;
  bool refused(CredentialVersion version, const Failure& failure, const std::string& date) override;
  void accepted(CredentialVersion version) override;
  bool locks() const override { return true; }
  std::string rejection() const override;
  std::optional<TimePoint> expires() const override;

 private:
  /// `again`: the metadata token was already refreshed.
  void ask_for_token(bool again);
  void take_token(const HttpResult& result, bool again);
  void ask_for_key(bool again);
  void take_key(const HttpResult& result, TimePoint asked, bool again);
  void take(TemporaryKey fresh);
  void fail(Failure failure);
  bool token_wanted() const;
  void send(HttpRequest request, std::function<void(const HttpResult&)> take);

  Loop& loop_;
  Transport& transport_;
  const Redactor& redactor_;
  const AgencyOptions options_;
  CredentialRefresh refresh_;
  KeySuspension suspension_;
  SigningKey key_;
  CredentialVersion version_ = 0;
  std::optional<Failure> failure_;  // of the last attempt
  std::string token_;               // of the metadata service; empty: none
  SteadyPoint token_ends_{};
  std::optional<SteadyPoint> without_token_until_;  // the service does not support tokens
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace noticed
