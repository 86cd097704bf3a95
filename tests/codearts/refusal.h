// The error answers of the gateway and of each service, in their documented shapes. Pure, any thread.
#pragma once

#include <cstdint>

#include "codearts/message.h"
#include "codearts/service.h"

namespace codearts {

/// 404 APIGW.0101: no such path, or no such method on it.
Reply no_such_api(std::uint64_t request_id);
/// 401; `token_given` tells a wrong token from none. Repo and Check say it themselves, the gateway for the others.
Reply not_authenticated(Service service, bool token_given, std::uint64_t request_id);
/// 404 in the service's own words.
Reply no_such_resource(Service service);
/// 400: the query parameter `type` is missing or not one of the documented values.
Reply bad_type(Service service);

/// A flat {"error_code", "error_msg"} answer.
Reply refusal(unsigned status, const char* code, const char* message);

/// The gateway's request id as it is written in answers and headers: 32 hex digits.
std::string request_id_text(std::uint64_t request_id);

}  // namespace codearts
