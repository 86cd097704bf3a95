// The page for people at the admin endpoint: read-only, one answer, no script. Pure.
#pragma once

#include <string>

#include "daemon/monitoring/daemon_status.h"

namespace noticed {

/// The page's Content-Security-Policy: its own style, by its hash, and nothing else.
const std::string& status_page_policy();

std::string status_page(const DaemonStatus& daemon_status);

}  // namespace noticed
