// The daemon's daemon_status in the form that Prometheus reads. Pure.
#pragma once

#include <string>

#include "daemon/monitoring/daemon_status.h"

namespace noticed {

/// Media type of the text format, version 0.0.4.
constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

/// All metrics. Labels are accounts, services, regions, sinks and fixed words: how many series there are does not hang
/// on how much is watched.
std::string metrics_text(const DaemonStatus& daemon_status);

}  // namespace noticed
