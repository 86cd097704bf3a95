// The database as a file: its folder, owner, mode and file system, checked before SQLite opens it.
#pragma once

#include <filesystem>
#include <string_view>

namespace noticed {

/// Makes folder (0750) and file (0640) where missing, and refuses what is unsafe. Returns true if the file holds
/// nothing yet. Throws StoreError: permission (another user's, not writable), refused (network file system), full (less
/// than 1 MiB free).
bool prepare_database_file(const std::filesystem::path& file);

/// By the file's first bytes. Throws StoreError: foreign, if it is no database of ours.
void refuse_foreign_file(const std::filesystem::path& file);

/// Is this a file system on which WAL does not work? `magic` is statfs's f_type, `name` its name in mountinfo (which
/// tells the many that share FUSE's number apart).
bool is_network_file_system(unsigned long magic, std::string_view name);

/// Bytes free for us on the file system that holds `file`.
std::uintmax_t free_bytes(const std::filesystem::path& file);

}  // namespace noticed
