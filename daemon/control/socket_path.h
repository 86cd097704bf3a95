// Path of the control socket. The daemon and the commands apply the same rule, without any setting.
#pragma once

#include <filesystem>
#include <vector>

namespace noticed {

/// Where the daemon of this database serves: control.sock in $RUNTIME_DIRECTORY (systemd sets it, to /run/noticed),
/// without that `<database>.sock`.
std::filesystem::path control_place(const std::filesystem::path& database);

/// Where a command looks for the daemon of this database, in this order: $RUNTIME_DIRECTORY, /run/noticed,
/// `<database>.sock`. The daemon there may have another database: compare its greeting.
std::vector<std::filesystem::path> control_places(const std::filesystem::path& database);

}  // namespace noticed
