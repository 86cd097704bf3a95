// What a refused request says about its credential. Pure functions, any thread. Sources of codes and texts: the
// gateway's error codes in the API signing guide, and the services' own.
#pragma once

#include <optional>
#include <string>

#include "pollers/reply.h"
#include "storage/model/clock.h"

namespace noticed {

/// A failure of kind auth.
Failure auth_failure(std::string detail);

/// The token itself is refused: expired, revoked or malformed. Any other 401 is ambiguous: Repo also returns it for a
/// deleted repository.
bool blames_token(const Failure& failure);

/// The signature or its key is refused.
bool blames_signature(const Failure& failure);

/// Whether this machine's clock is the likely cause: "the clock of this machine is 2 h 3 min behind the cloud's…".
/// nullopt if `date`, the reply's Date header, is within the 15 minutes that the cloud allows and the text does not
/// mention an expired signature.
std::optional<std::string> blames_clock(const Failure& failure, const std::string& date, TimePoint wall);

/// Parses "Sun, 22 Nov 2026 04:00:00 GMT" (RFC 9110, 5.6.7, the form that servers must send). nullopt for any other
/// text.
std::optional<TimePoint> parse_http_date(const std::string& date);

}  // namespace noticed
