// The daemon's status in the Prometheus text format. Pure.
#pragma once

#include <string>

#include "daemon/monitoring/daemon_status.h"

namespace noticed {

/// Media type of the text format, version 0.0.4.
constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

/// All metrics. Labels are accounts, services, regions, sinks and fixed words: the number of series does not depend on
/// the number of resources.
std::string metrics_text(const DaemonStatus& daemon_status);

}  // namespace noticed
