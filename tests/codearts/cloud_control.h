// The control endpoint under /_control/: how tests and demonstrations change the cloud while it runs. Needs no token;
// the server listens on loopback only. Server thread only.
#pragma once

#include <string_view>

#include "codearts/http_message.h"

namespace codearts {

class Cloud;

bool is_control(std::string_view target);

/// Carries out one control request. What it cannot carry out is answered with 400 and {"error": why}, an unknown
/// path with 404; then nothing was changed.
Reply control_reply(Cloud& cloud, const Request& request);

}  // namespace codearts
