// How an account proves who it is: a token from a file, a token from IAM, an access key, an agency's temporary key.
// Network thread only. Secrets live in memory only and never enter a message.
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

/// Which credential a request was signed with: grows with each new token or key.
using CredentialVersion = std::uint32_t;

class CredentialProvider {
 public:
  virtual ~CredentialProvider() = default;

  /// Whether sign() may be called: with a credential at hand, or with a refusal that stands. False: renew() first.
  virtual bool ready() = 0;
  /// Gets a credential; calls that come while one is on its way share it. `done` is called once, later, never from
  /// inside, whether it went well or not; then ready() is true. A token from a file and an access key are always ready:
  /// they have nothing to wait for, and call `done` at once. What is on its way when this object goes calls nobody.
  virtual void renew(std::function<void()> done) = 0;
  /// Adds the headers that prove the account; headers the request has stay. Or says why it cannot be signed (kind
  /// auth, or the kind of what kept the credential from coming).
  virtual std::variant<CredentialVersion, Failure> sign(HttpRequest& request) = 0;
  /// A request signed as `version` was refused with kind auth. `date` is the reply's Date header, maybe empty. True:
  /// worth signing again once (after renew() if not ready()); false: the refusal stands for this request.
  virtual bool refused(CredentialVersion version, const Failure& failure, const std::string& date) = 0;
  /// A request signed as `version` was let in, whatever came of it.
  virtual void accepted(CredentialVersion version) = 0;
  /// Whether the cloud locks an account whose requests are refused a few times in a row.
  virtual bool locks() const = 0;
  /// Why the account cannot sign in at all; empty while it can, or while that is not known. Without secrets. As of the
  /// last call to ready(), sign() or refused(): files are looked at there. A credential that is still let in is no
  /// rejection, even if the next one was refused already.
  virtual std::string rejection() const = 0;
  /// When the credential ends; nothing if that is unknown or never.
  virtual std::optional<TimePoint> expires() const { return {}; }
};

/// A token that somebody else keeps fresh in a file. A new one is used within a second.
std::unique_ptr<CredentialProvider> token_sign_in(const Clock& clock, const std::filesystem::path& token_file);

struct IamOptions {
  std::string endpoint;               // "https://iam.….myhuaweicloud.com", without a path
  std::string user, domain, project;  // project: a region's name, or an IAM project id
  std::filesystem::path password_file;
  std::shared_ptr<const Network> network;
};
/// All three references must outlive it. A password that IAM refuses is not tried again until its file changes, or six
/// hours have passed.
std::unique_ptr<CredentialProvider> iam_sign_in(Loop& loop, Transport& transport, const Redactor& redactor,
                                                IamOptions options);

struct KeyOptions {
  std::filesystem::path access_key_file, secret_key_file, security_token_file;  // the last may be empty
  std::string project_id;                                                       // IAM project, may be empty
};
/// A key whose signature is refused is not used again until a file changes; each hour, and when somebody sets this
/// machine's clock, one request tries it.
std::unique_ptr<CredentialProvider> key_sign_in(const Clock& clock, KeyOptions options);

struct AgencyOptions {
  std::string endpoint = "http://169.254.169.254";
  std::string project_id;
};
/// All three references must outlive it. The metadata service is asked directly, never through a proxy.
std::unique_ptr<CredentialProvider> agency_sign_in(Loop& loop, Transport& transport, const Redactor& redactor,
                                                   AgencyOptions options);

}  // namespace noticed
