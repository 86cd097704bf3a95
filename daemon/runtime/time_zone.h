// The process's time zone, for all that people read.
#pragma once

#include <string>

namespace noticed {

/// Makes `zone` the process's time zone; empty: what the process was started with, the system's if nothing. The first
/// call comes before other threads start; later ones may come beside them, from one thread.
void use_time_zone(const std::string& zone);

}  // namespace noticed
