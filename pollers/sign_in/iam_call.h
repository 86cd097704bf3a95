// The one call to IAM that a sign-in with a password makes: what is sent, and what its answer means.
// KeystoneCreateUserTokenByPassword of the IAM API reference. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "pollers/credential_provider.h"
#include "pollers/http_client.h"
#include "pollers/redactor.h"

namespace noticed {

/// Nothing if a name or the password is not UTF-8: JSON cannot carry it.
std::optional<HttpRequest> iam_request(const IamOptions& options, const std::string& password);

struct IamToken {
  std::string token;
  std::chrono::milliseconds life;  // from issued to expired, both by the server's clock
};

struct IamRefusal {
  Failure failure;
  bool for_good = false;  // the same request will be refused again: wrong passwords lock the user
};

/// `password` is what the request held; it stands in no text, whatever the server sends back.
std::variant<IamToken, IamRefusal> read_iam_answer(const HttpResult& result, const std::string& password,
                                                   const Redactor& redactor);

}  // namespace noticed
