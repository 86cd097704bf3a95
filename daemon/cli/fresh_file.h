// Files that take nobody's place: there whole or not at all, and never instead of another.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace noticed {

/// A user, and the group of the same name, or else the user's primary group.
struct FileOwner {
  uid_t user = 0;
  gid_t group = 0;
};
/// The user `name`, where it exists and this process is root's. Nothing: what is made belongs to the user of this
/// process.
std::optional<FileOwner> owner_if_root(const char* name);

/// Makes a folder with this mode, whatever the umask; what is there is left as it is. Throws std::system_error, which
/// names the folder.
void make_folder(const std::filesystem::path& folder, mode_t mode, std::optional<FileOwner> owner);

/// Writes beside its place, "FILE.PID.part", and takes it only once it is whole. False if something is there already,
/// which is left alone. Throws std::system_error, which names the file.
bool make_file(const std::filesystem::path& file, const std::string& content, mode_t mode,
               std::optional<FileOwner> owner);

}  // namespace noticed
