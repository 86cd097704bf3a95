// Status from the running daemon, for `status`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

/// Asks the daemon of this database, for at most 4 s; it stores its confirmations before it replies, so that the
/// database is then current. Returns one line per problem: no reply, a rejected configuration, a database that rejects
/// writes. Empty: no daemon runs, or there is no problem.
std::vector<std::string> ask_daemon(const std::filesystem::path& database, const Clock& clock);

}  // namespace noticed
