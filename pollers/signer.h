// Signs requests with an access key: SDK-HMAC-SHA256, as the guide "API request signing" of the cloud describes it.
// Pure functions, any thread. Nothing here keeps a key.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

/// A request as it is sent.
struct Signable {
  std::string_view method;  // "GET"
  std::string_view url;     // percent-encoded: "https://host[:port]/path?query"
  std::string_view body;    // exact bytes, empty if none
};

/// A header that takes part in the signature: its name in lower case, its value.
using SignedHeader = std::pair<std::string, std::string>;

/// What the signature is made of. Path and query are taken apart, decoded and encoded once, so that however they were
/// spelled, what is signed is what the server understands; a "%" that encodes nothing and a "+" stand for themselves.
/// The headers may come in any order.
std::string canonical_request(const Signable& request, std::vector<SignedHeader> headers);

/// 64 lower-case hex digits. `date` is the value of X-Sdk-Date.
std::string signature(std::string_view secret, std::string_view date, std::string_view canonical_request);

/// "20261121T140509Z".
std::string sdk_date(TimePoint time);

/// The Host header that libcurl sends for this URL: with the port where it is not the scheme's own.
std::string host_header(std::string_view url);

struct SigningKey {
  std::string access;
  std::string secret;
  std::string security_token;  // of a temporary key, else empty
  std::string project_id;      // IAM project, may be empty
};

/// The header lines that sign a request: X-Sdk-Date, X-Project-Id and X-Security-Token where given, Authorization.
/// `headers` are the lines that the request has already; of them Content-Type and Host are signed, and an X-Project-Id
/// of their own is signed instead of the key's.
std::vector<std::string> sign_request(const Signable& request, const std::vector<std::string>& headers,
                                      const SigningKey& key, TimePoint time);

}  // namespace noticed
