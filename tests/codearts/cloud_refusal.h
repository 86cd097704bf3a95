// The error answers of the gateway and of each service, in their documented shapes. Pure, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "codearts/http_message.h"
#include "codearts/route.h"

namespace codearts {

/// 404 APIGW.0101: no such path, or no such method on it.
Reply no_such_api(std::uint64_t request_id);
/// 401; `token_given` tells a wrong token from none. Repo and Check say it themselves, the gateway for the others.
Reply not_authenticated(Service service, bool token_given, std::uint64_t request_id);
/// 401 APIGW.0301: the token or the signature proves nothing, because of `why`.
Reply identity_refused(std::string_view why, std::uint64_t request_id);
/// 401 APIGW.0307: the token was voided.
Reply token_revoked(std::uint64_t request_id);
/// 403 APIGW.0302: the token is the account's, and the service wants a project's.
Reply no_project(std::uint64_t request_id);
/// 429 APIGW.0308; `time` is the window in words.
Reply over_limit(std::uint64_t limit, std::string_view time, std::string_view policy, std::uint64_t request_id);
/// 404 in the service's own words.
Reply no_such_resource(Service service);
/// 400: the query parameter `type` is missing or not one of the documented values.
Reply bad_type(Service service);
/// What the service says of a project it does not know. Check says it with 200.
Reply no_such_project(Service service);
/// 400: the page that a listing was asked for is incomplete or out of its bounds.
Reply bad_page(Endpoint listing, std::uint64_t request_id);

/// A flat {"error_code", "error_msg"} answer.
Reply refusal(unsigned status, const char* code, const char* message);

/// The gateway's request id as it is written in answers and headers: 32 hex digits.
std::string request_id_text(std::uint64_t request_id);

}  // namespace codearts
