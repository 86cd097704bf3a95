// What a refused request says of the credential that it was signed with. Pure functions, any thread.
// Codes and texts: the gateway's error codes in the API signing guide, and the services' own.
#pragma once

#include <optional>
#include <string>

#include "pollers/reply.h"
#include "storage/model/clock.h"

namespace noticed {

/// Of kind auth.
Failure auth_failure(std::string detail);

/// The token itself is refused: it has expired, was voided, or is not understood. Any other 401 is ambiguous: Repo says
/// it of a repository that was deleted, too.
bool blames_token(const Failure& failure);

/// The signature or its key is refused.
bool blames_signature(const Failure& failure);

/// Why that may be this machine's clock: "the clock of this machine is 2 h 3 min behind the cloud's…". Nothing if
/// `date`, the reply's Date header, is within the 15 minutes that the cloud allows and the text does not speak of time.
std::optional<std::string> blames_clock(const Failure& failure, const std::string& date, TimePoint wall);

/// "Sun, 22 Nov 2026 04:00:00 GMT" (RFC 9110, 5.6.7, the form that servers must send). Nothing if it is not one.
std::optional<TimePoint> parse_http_date(const std::string& date);

}  // namespace noticed
