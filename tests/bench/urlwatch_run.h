// urlwatch (Debian's package) at the same server: the known tool for watching what pages say. One thread.
#pragma once

#include <optional>
#include <string>

#include "bench/row.h"
#include "bench/watch_clock.h"

namespace noticed::bench {

/// Polls per CPU second of urlwatch that finds nothing new, round by round; nothing where it is not installed.
std::optional<Spread> urlwatch_per_cpu_second(unsigned jobs, unsigned rounds);

}  // namespace noticed::bench
