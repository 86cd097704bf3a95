// SDK-HMAC-SHA256 request signatures, computed from what arrived. Written from the signing guide and apart from the
// program's own signer, so that the two check each other. Source: devg-apisign, api-sign-algorithm. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codearts/http_message.h"

namespace codearts {

inline constexpr std::string_view kSignatureAlgorithm = "SDK-HMAC-SHA256";

/// What an Authorization header of that algorithm says; `access` and `signature` view into it.
struct Authorization {
  std::string_view access;
  std::vector<std::string> signed_headers;  ///< lower case, sorted
  std::string_view signature;
};

/// Nothing when a part is missing or it is another algorithm's.
std::optional<Authorization> authorization_in(std::string_view header);

/// The six parts, joined by LF. The request's path and query may be percent-encoded or not; they are encoded once.
std::string canonical_request(const Request& request, const std::vector<std::string>& signed_headers);

/// Lower-case hex. `date` is the X-Sdk-Date header as it was sent.
std::string signature_of(std::string_view canonical_request, std::string_view date, std::string_view secret);

}  // namespace codearts
