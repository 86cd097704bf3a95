// Where the control socket is. The daemon and the commands follow the same rule, and need not ask each other.
#pragma once

#include <filesystem>
#include <vector>

namespace noticed {

/// Where a daemon that has this database serves: control.sock in $RUNTIME_DIRECTORY (systemd sets it, to /run/noticed),
/// without that `<database>.sock`.
std::filesystem::path control_place(const std::filesystem::path& database);

/// Where a command looks for the daemon of this database, in this order: $RUNTIME_DIRECTORY, /run/noticed,
/// `<database>.sock`. Who answers there may have another database: ask.
std::vector<std::filesystem::path> control_places(const std::filesystem::path& database);

}  // namespace noticed
