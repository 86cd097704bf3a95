// Reading replies: what HTTP status, gateway and service say together. One tolerant parser for all error shapes,
// one table for their codes (error_codes.cpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "pollers/redactor.h"
#include "storage/model/poll_report.h"
#include "storage/model/service.h"

namespace noticed {

/// What came over the wire, when something came at all.
struct Reply {
  int status = 0;
  std::string body;
  std::string retry_after;  // header, empty if absent
  std::string content_type;
  std::string date{};             // header, empty if absent or with a 200
  std::string subject_token{};    // X-Subject-Token, with a 201
  std::string ratelimit_reset{};  // x-ogw-ratelimit-reset of Feishu's gateway: seconds; empty if absent
};

/// The longest pause that is believed, whoever asks for it: the cloud, its sign-in, a chat. One page of a gateway with
/// "Retry-After: 86400" must not stop the watch for a day; after this long one request finds out.
constexpr std::chrono::minutes kLongestPause{15};

/// A limit that the gateway states in its refusal: "limit:60,time:1 minute".
struct StatedLimit {
  std::int64_t requests = 0;
  std::chrono::seconds window{0};
};

/// A request that brought nothing to believe.
struct Failure {
  FailureKind kind = FailureKind::network;
  std::string detail;                               // for people: status, code and text, without secrets
  std::string code;                                 // the vendor's, empty if none
  std::optional<std::chrono::seconds> retry_after;  // Retry-After, or one window of its limit; kLongestPause at most
  std::optional<StatedLimit> limit;
  bool bad_request = false;  // a 400 that is neither not-found nor busy: may mean unsupported
  bool transient = false;    // of kind server: worth another try within seconds
  bool maybe_gone = false;   // of kind auth, and the service says the same of what was deleted
  bool sign_in = false;      // the request was never sent: the account has nothing to sign it with
};

/// What a failure asks of whoever made the request.
enum class Reaction : std::uint8_t {
  none,       // the next poll will see
  retry,      // may pass within seconds
  slow_down,  // the host has had enough
  sign_in     // the account's sign-in decides whether a new credential helps
};
Reaction reaction_to(const Failure& failure);

/// Seconds of a Retry-After header: a number, also with a fraction, or a date beside the reply's own `Date` (RFC 9110,
/// section 10.2.3). kLongestPause at most; nothing if it is neither.
std::optional<std::chrono::seconds> pause_asked(const Reply& reply);

/// A believable body, redacted, or why there is none. Only a 200 with a JSON object or array and no error inside is
/// believed. Never throws for what a server can send.
std::variant<RedactedJson, Failure> read_reply(Service service, const Reply& reply, const Redactor& redactor);

}  // namespace noticed
