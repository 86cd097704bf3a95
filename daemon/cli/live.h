// What only the running daemon knows, for `status`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

/// Asks the daemon of this database, for 4 s at most; it writes what it observed so far before it answers, so what is
/// read from the database afterwards is of now. One line each: that it does not answer, a configuration that was
/// refused, a database that takes nothing. Empty: no daemon runs, or all is well.
std::vector<std::string> ask_daemon(const std::filesystem::path& database, const Clock& clock);

}  // namespace noticed
