// One request on its way through the cloud: what is asked, where it leads, and when it came. Views; it lives no longer
// than the request is handled.
#pragma once

#include <cstdint>

#include "codearts/cloud_clock.h"
#include "codearts/http_message.h"
#include "codearts/route.h"

namespace codearts {

struct Arrival {
  const Request& request;
  const Route& route;
  Instant now;       ///< by the cloud's clock
  std::uint64_t id;  ///< the gateway's request id
};

}  // namespace codearts
