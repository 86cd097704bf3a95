// Requests temporary keys from a server's metadata service and reads its answers. Pure functions.
// Follows "Obtaining temporary keys with an agency" in the documentation of Elastic Cloud Server (ECS); the session
// token is that of IMDSv2.
#pragma once

#include <string>
#include <variant>

#include "pollers/credential_provider.h"
#include "pollers/http_client.h"
#include "pollers/redactor.h"
#include "pollers/signer.h"

namespace noticed {

/// Requested life of a metadata token.
constexpr std::chrono::seconds kMetadataTokenLife{21'600};

HttpRequest metadata_token_request(const AgencyOptions& options);
/// `token` may be empty.
HttpRequest metadata_key_request(const AgencyOptions& options, const std::string& token);

/// The service does not support tokens: request the keys without one.
struct NoMetadataTokens {};
std::variant<std::string, NoMetadataTokens, Failure> read_metadata_token(const HttpResult& result,
                                                                         const Redactor& redactor);

struct TemporaryKey {
  SigningKey key;  // without project
  std::chrono::milliseconds life;
};
/// The metadata token was refused, maybe because it expired.
struct StaleMetadataToken {
  Failure failure;
};
/// `wall`: the time of the request, because keys come with their end only.
std::variant<TemporaryKey, StaleMetadataToken, Failure> read_metadata_key(const HttpResult& result, TimePoint wall,
                                                                          const Redactor& redactor);

}  // namespace noticed
