// Reading replies: what HTTP status, gateway and service say together. One tolerant parser for all error shapes,
// one table for their codes (codearts/codes.cpp).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "pollers/redactor.h"
#include "storage/model/cycle.h"
#include "storage/model/service.h"

namespace noticed {

/// What came over the wire, when something came at all.
struct Reply {
  int status = 0;
  std::string body;
  std::string retry_after;  // header, empty if absent
  std::string content_type;
  std::string date{};           // header, empty if absent or with a 200
  std::string subject_token{};  // X-Subject-Token, with a 201
};

/// A request that brought nothing to believe.
struct Failure {
  FailureKind kind = FailureKind::network;
  std::string detail;                               // for people: status, code and text, without secrets
  std::string code;                                 // the vendor's, empty if none
  std::optional<std::chrono::seconds> retry_after;  // Retry-After, or one window of the gateway's limit; a day at most
  bool bad_request = false;                         // a 400 that is neither not-found nor busy: may mean unsupported
};

/// A believable body, redacted, or why there is none. Only a 200 with a JSON object or array and no error inside is
/// believed. Never throws for what a server can send.
std::variant<RedactedJson, Failure> read_reply(Service service, const Reply& reply, const Redactor& redactor);

}  // namespace noticed
