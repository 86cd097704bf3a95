// Where the vitals come from. Network thread only.
#pragma once

#include "daemon/config/config.h"
#include "daemon/delivery/dispatcher.h"
#include "daemon/monitoring/daemon_status.h"
#include "daemon/monitoring/store_monitor.h"
#include "daemon/watch/watcher.h"

namespace noticed {

/// Adds to `vitals`, in which the daemon has put what only itself knows, what its parts know.
void gather_vitals(const Config& config, const Watcher& watcher, const Courier& courier, const Pulse& pulse,
                   const Clock& clock, Vitals& vitals);

}  // namespace noticed
