// Lists the programs that have a file open, as far as /proc shows: other users' processes are visible to root only.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace noticed {

/// Program names, unique and sorted; without this process.
std::vector<std::string> programs_using(const std::filesystem::path& file);

}  // namespace noticed
