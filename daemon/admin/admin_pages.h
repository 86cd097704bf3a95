// What stands behind the paths of the admin endpoint. Pure but for `daemon_status`, which is asked once for each
// answer. Network thread only.
#pragma once

#include <functional>

#include "daemon/admin/admin_request.h"
#include "daemon/monitoring/daemon_status.h"

namespace noticed {

/// /metrics; /healthz: 200 while both threads live, else 503; /readyz: 200 "ready", or 503 with a line a reason; / if
/// `page_wanted` says so. Anything else: 404.
AdminHandler admin_pages(std::function<DaemonStatus()> daemon_status, std::function<bool()> page_wanted);

}  // namespace noticed
