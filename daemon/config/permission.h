// Who may read a file that holds a secret.
#pragma once

#include <filesystem>
#include <string>

namespace noticed {

/// What is wrong with the mode of a secret's file, and the remedy; empty if it is 0640 or less (what the owner may do
/// is not looked at), or if there is no such file.
std::string permission_warning(const std::filesystem::path& file);

}  // namespace noticed
