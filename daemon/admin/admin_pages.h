// The pages of the admin endpoint, by path. Pure except for `daemon_status`, which is called once per request. Network
// thread only.
#pragma once

#include <functional>

#include "daemon/admin/admin_request.h"
#include "daemon/monitoring/daemon_status.h"

namespace noticed {

/// "/metrics"; "/healthz": 200 if both threads respond, else 503; "/readyz": 200 "ready", or 503 with one line per
/// reason; "/": the status page if `page_wanted` returns true, else 404.
AdminRoutes admin_pages(std::function<DaemonStatus()> daemon_status, std::function<bool()> page_wanted);

}  // namespace noticed
