// Reads replies: the combined meaning of HTTP status, gateway and service. One tolerant parser for all error forms, one
// table for their codes (error_codes.cpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "pollers/redactor.h"
#include "storage/model/poll_report.h"

namespace noticed {

/// What arrived over the network, if anything.
struct Reply {
  int status = 0;
  std::string body;
  std::string retry_after;  // header, empty if absent
  std::string content_type;
  std::string date{};             // header, empty if absent or with a 200
  std::string subject_token{};    // X-Subject-Token, with a 201
  std::string ratelimit_reset{};  // x-ogw-ratelimit-reset of Feishu's gateway: seconds; empty if absent
};

/// The maximum pause, whoever requests it: the cloud, its authentication, a chat. One gateway page with "Retry-After:
/// 86400" must not stop monitoring for a day; after this time one request probes.
constexpr std::chrono::minutes kLongestPause{15};

/// A limit stated in the gateway's refusal: "limit:60,time:1 minute".
struct StatedLimit {
  std::int64_t requests = 0;
  std::chrono::seconds window{0};
};

/// A request without a usable answer.
struct Failure {
  FailureKind kind = FailureKind::network;
  std::string detail;                               // for people: status, code and text, without secrets
  std::string code;                                 // the vendor's; empty if none
  std::optional<std::chrono::seconds> retry_after;  // Retry-After, or one window of the limit; at most kLongestPause
  std::optional<StatedLimit> limit;
  bool bad_request = false;  // a 400 that means neither missing nor busy: may mean unsupported
  bool transient = false;    // for kind server: worth a retry within seconds
  bool maybe_gone = false;   // for kind auth: the service returns the same for a deleted resource
  bool sign_in = false;      // the request was not sent: the account has no credential to sign it
};

/// What the sender of a failed request should do.
enum class Reaction : std::uint8_t {
  none,       // wait for the next poll
  retry,      // retry within seconds
  slow_down,  // the host is overloaded or rate-limiting
  sign_in     // the credential provider decides whether a new credential helps
};
Reaction reaction_to(const Failure& failure);

/// Seconds of a Retry-After header: a number, possibly with a fraction, or a date relative to the reply's `Date` (RFC
/// 9110, section 10.2.3). At most kLongestPause; nullopt if it is neither.
std::optional<std::chrono::seconds> pause_asked(const Reply& reply);

/// The redacted body, or why there is none. Accepts only a 200 with a JSON object or array and no error inside;
/// `good_status`: ServiceInfo. Never throws, whatever the server sent.
std::variant<RedactedJson, Failure> read_reply(const Reply& reply, const Redactor& redactor,
                                               std::string_view good_status = {});

}  // namespace noticed
