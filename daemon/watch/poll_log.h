// What the log says of polls that fail, and of those that work again.
#pragma once

#include <string>

#include "daemon/runtime/log.h"
#include "daemon/watch/poll.h"

namespace noticed {

/// "build/48c66c60…".
std::string label(const WatchList& list, const Watched& watched);

/// One line a kind of failure, and one for the sections that failed before and do no longer. `watched` as it was before
/// this cycle. For cycles whose failures are other ones than those of the cycle before.
void log_failures(Log& log, const WatchList& list, const Watched& watched, const Conclusion& conclusion);

}  // namespace noticed
