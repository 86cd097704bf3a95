// A reply as a text that people can read:
//
//     429
//     retry-after: 5
//
//     {"error_code":"APIGW.0308"}
#pragma once

#include <string_view>

#include "pollers/reply.h"

namespace noticed::fuzz {

/// Takes any text: what is no number is the status 0, headers that nobody reads are passed over.
Reply reply_from(std::string_view text);

}  // namespace noticed::fuzz
