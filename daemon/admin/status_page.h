// The status page of the admin endpoint: read-only, one response, no script. Pure.
#pragma once

#include <string>

#include "daemon/monitoring/daemon_status.h"

namespace noticed {

/// The page's Content-Security-Policy: allows only its own style, by its hash.
const std::string& status_page_policy();

std::string status_page(const DaemonStatus& daemon_status);

}  // namespace noticed
