// Where the daemon_status come from. Network thread only.
#pragma once

#include "daemon/config/config.h"
#include "daemon/delivery/dispatcher.h"
#include "daemon/monitoring/daemon_status.h"
#include "daemon/monitoring/store_monitor.h"
#include "daemon/watch/watcher.h"

namespace noticed {

/// Adds to `daemon_status`, in which the daemon has put what only itself knows, what its parts know.
void gather_status(const Config& config, const Watcher& watcher, const Dispatcher& dispatcher,
                   const StoreMonitor& store_monitor, const Clock& clock, DaemonStatus& daemon_status);

}  // namespace noticed
