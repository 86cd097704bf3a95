// The process's time zone, used wherever times are displayed.
#pragma once

#include <string>

namespace noticed {

/// Sets the process's time zone; empty: the one the process was started with, or the system's. The first call must come
/// before other threads start; later calls may run beside them, but always on the same thread.
void use_time_zone(const std::string& zone);

}  // namespace noticed
