// Logs failing and recovered polls.
#pragma once

#include <string>

#include "daemon/runtime/log.h"
#include "daemon/watch/poll.h"

namespace noticed {

/// "build/48c66c60…".
std::string label(const WatchList& list, const Watched& watched);

/// Logs one line per failure kind, and one for the sections that recovered. `watched`: its state before this poll. Call
/// only if the failures differ from the previous poll's.
void log_failures(Log& log, const WatchList& list, const Watched& watched, const Conclusion& conclusion);

}  // namespace noticed
