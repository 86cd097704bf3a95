// Folders and files that `init` creates: for one user alone, and never in the place of another file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "storage/file/atomic_file.h"

namespace noticed {

/// The user `name` with the group of that name, or else the user's primary group, if the user exists and this process
/// is root's. Nothing: what is created belongs to the user of this process.
std::optional<FileOwner> owner_if_root(const char* name);

/// Creates a folder with exactly this mode; leaves one that exists as it is. Throws std::system_error, which names the
/// folder.
void make_folder(const std::filesystem::path& folder, mode_t mode, std::optional<FileOwner> owner);

/// Creates a file with exactly this mode. False if something is there already, which stays. Throws std::system_error,
/// which names the file.
bool make_file(const std::filesystem::path& file, const std::string& content, mode_t mode,
               std::optional<FileOwner> owner);

}  // namespace noticed
