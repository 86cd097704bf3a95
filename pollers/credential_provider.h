// How an account authenticates: a token from a file, a token from IAM, an access key, an agency's temporary key.
// Network thread only. Secrets exist in memory only and never appear in a message.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "pollers/http_client.h"
#include "pollers/loop.h"
#include "pollers/redactor.h"

namespace noticed {

/// The credential that signed a request: increases with each new token or key.
using CredentialVersion = std::uint32_t;

class CredentialProvider {
 public:
  virtual ~CredentialProvider() = default;

  /// Whether sign() may be called: there is a credential, or it is known that none can be had now (then sign() says
  /// why). False: call renew() first.
  virtual bool ready() = 0;
  /// Fetches a credential; concurrent calls share one fetch. Calls `done` once, later, never from inside, whether it
  /// succeeded or not; then ready() is true. A token from a file and an access key are always ready: they have nothing
  /// to fetch and call `done` at once. Destroying this object drops pending calls.
  virtual void renew(std::function<void()> done) = 0;
  /// Adds the authentication headers and keeps the existing ones. Or says why the request cannot be signed (kind auth,
  /// or the kind of the failure to get a credential).
  virtual std::variant<CredentialVersion, Failure> sign(HttpRequest& request) = 0;
  /// A request signed as `version` was refused with kind auth. `date` is the reply's Date header, maybe empty. True:
  /// sign again once (after renew() if not ready()); false: the refusal is final for this request.
  virtual bool refused(CredentialVersion version, const Failure& failure, const std::string& date) = 0;
  /// A request signed as `version` passed authentication, whatever its result.
  virtual void accepted(CredentialVersion version) = 0;
  /// Whether the cloud locks an account after a few refused requests in a row.
  virtual bool locks() const = 0;
  /// Why the account cannot authenticate at all; empty while it can or while that is unknown. Without secrets. As of
  /// the last call to ready(), sign() or refused(), which read the files. While a credential is still accepted this is
  /// empty, even if the next one was refused already.
  virtual std::string rejection() const = 0;
  /// When the credential expires; nullopt if unknown or never.
  virtual std::optional<TimePoint> expires() const { return {}; }
};

/// A token that another program keeps fresh in a file. A new one is used within a second.
std::unique_ptr<CredentialProvider> token_sign_in(const Clock& clock, const std::filesystem::path& token_file);

struct IamOptions {
  std::string endpoint;               // "https://iam.….myhuaweicloud.com", without a path
  std::string user, domain, project;  // project: a region's name, or an IAM project id
  std::filesystem::path password_file;
  std::shared_ptr<const Network> network;
};
/// All three references must outlive it. A password refused by IAM is not tried again until its file changes or six
/// hours have passed.
std::unique_ptr<CredentialProvider> iam_sign_in(Loop& loop, Transport& transport, const Redactor& redactor,
                                                IamOptions options);

struct KeyOptions {
  std::filesystem::path access_key_file, secret_key_file, security_token_file;  // the last may be empty
  std::string project_id;                                                       // IAM project, may be empty
};
/// A key whose signature was refused is not used again until a file changes; each hour, and whenever this machine's
/// clock was set, one request tries it.
std::unique_ptr<CredentialProvider> key_sign_in(const Clock& clock, KeyOptions options);

struct AgencyOptions {
  std::string endpoint = "http://169.254.169.254";
  std::string project_id;
};
/// All three references must outlive it. Requests to the metadata service never use a proxy.
std::unique_ptr<CredentialProvider> agency_sign_in(Loop& loop, Transport& transport, const Redactor& redactor,
                                                   AgencyOptions options);

}  // namespace noticed
