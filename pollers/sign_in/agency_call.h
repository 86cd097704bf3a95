// What a server's metadata service is asked for temporary keys, and what its answers mean. Pure functions.
// "Obtaining temporary keys with an agency" of the server's documentation; the token is IMDSv2's.
#pragma once

#include <string>
#include <variant>

#include "pollers/credential_provider.h"
#include "pollers/http_client.h"
#include "pollers/redactor.h"
#include "pollers/signer.h"

namespace noticed {

/// How long a metadata token is asked for.
constexpr std::chrono::seconds kMetadataTokenLife{21'600};

HttpRequest metadata_token_request(const AgencyOptions& options);
/// `token` may be empty.
HttpRequest metadata_key_request(const AgencyOptions& options, const std::string& token);

/// The service does not know tokens: it is asked without.
struct NoMetadataTokens {};
std::variant<std::string, NoMetadataTokens, Failure> read_metadata_token(const HttpResult& result,
                                                                         const Redactor& redactor);

struct TemporaryKey {
  SigningKey key;  // without project
  std::chrono::milliseconds life;
};
/// The metadata token was refused, maybe for its age.
struct StaleMetadataToken {
  Failure failure;
};
/// `wall`: when it was asked; keys come with their end only.
std::variant<TemporaryKey, StaleMetadataToken, Failure> read_metadata_key(const HttpResult& result, TimePoint wall,
                                                                          const Redactor& redactor);

}  // namespace noticed
