// Collects the daemon's status from its parts. Network thread only.
#pragma once

#include "daemon/config/config.h"
#include "daemon/delivery/dispatcher.h"
#include "daemon/monitoring/daemon_status.h"
#include "daemon/monitoring/store_monitor.h"
#include "daemon/watch/watcher.h"

namespace noticed {

/// Adds the status of the parts to `daemon_status`, which already holds what only the daemon itself knows.
void gather_status(const Config& config, const Watcher& watcher, const Dispatcher& dispatcher,
                   const StoreMonitor& store_monitor, const Clock& clock, DaemonStatus& daemon_status);

}  // namespace noticed
