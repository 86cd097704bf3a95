// Signs requests with an access key: SDK-HMAC-SHA256, as described in the cloud's guide "API request signing". Pure
// functions, any thread. No key is kept.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

/// A request exactly as sent.
struct Signable {
  std::string_view method;  // "GET"
  std::string_view url;     // percent-encoded: "https://host[:port]/path?query"
  std::string_view body;    // exact bytes, empty if none
};

/// A header included in the signature: its name in lower case, its value.
using SignedHeader = std::pair<std::string, std::string>;

/// The canonical request. Path and query are split, decoded and encoded once, so that the signature covers what the
/// server understands, however they were written; a "%" that encodes nothing and a "+" are literal. The headers may be
/// in any order.
std::string canonical_request(const Signable& request, std::vector<SignedHeader> headers);

/// 64 lower-case hex digits. `date` is the value of X-Sdk-Date.
std::string signature(std::string_view secret, std::string_view date, std::string_view canonical_request);

/// "20261121T140509Z".
std::string sdk_date(TimePoint time);

/// The Host header that libcurl sends for this URL: with the port unless it is the scheme's default.
std::string host_header(std::string_view url);

struct SigningKey {
  std::string access;
  std::string secret;
  std::string security_token;  // of a temporary key, else empty
  std::string project_id;      // IAM project, may be empty
};

/// The header lines that sign a request: X-Sdk-Date, X-Project-Id and X-Security-Token if given, Authorization.
/// `headers` are the request's existing lines; of these Content-Type and Host are signed, and an existing X-Project-Id
/// is signed instead of the key's.
std::vector<std::string> sign_request(const Signable& request, const std::vector<std::string>& headers,
                                      const SigningKey& key, TimePoint time);

}  // namespace noticed
