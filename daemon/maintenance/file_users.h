// Which programs have a file open, as far as /proc tells: other users' are seen by root only.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace noticed {

/// Names, each once, sorted; without this process.
std::vector<std::string> programs_using(const std::filesystem::path& file);

}  // namespace noticed
