// The IAM request that gets a token for a password, and the reading of its answer. KeystoneCreateUserTokenByPassword of
// the IAM API reference. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "pollers/credential_provider.h"
#include "pollers/http_client.h"
#include "pollers/redactor.h"

namespace noticed {

/// nullopt if a name or the password is not UTF-8, which JSON requires.
std::optional<HttpRequest> iam_request(const IamOptions& options, const std::string& password);

struct IamToken {
  std::string token;
  std::chrono::milliseconds life;  // from issued to expired, both by the server's clock
};

struct IamRefusal {
  Failure failure;
  bool for_good = false;  // the same request would be refused again; wrong passwords lock the user
};

/// `password` is that of the request; it is masked in all texts, whatever the server returns.
std::variant<IamToken, IamRefusal> read_iam_answer(const HttpResult& result, const std::string& password,
                                                   const Redactor& redactor);

}  // namespace noticed
