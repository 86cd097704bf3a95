// Checks the database's folder, owner, mode and file system before SQLite opens the file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace noticed {

/// Creates folder (0750) and file (0640) if missing and rejects unsafe ones. Returns true if the file is empty. Throws
/// StoreError: permission (another user's, not writable), refused (network file system), full (less than 1 MiB free).
bool prepare_database_file(const std::filesystem::path& file);

/// Checks the file's first bytes. Throws StoreError: foreign, if it is not a database of noticed.
void refuse_foreign_file(const std::filesystem::path& file);

/// Whether WAL cannot work on this file system. `magic` is statfs's f_type; `name` is its name in mountinfo, which
/// distinguishes the file systems that share FUSE's number.
bool is_network_file_system(unsigned long magic, std::string_view name);

/// The folder of a file, "." for a bare name.
std::filesystem::path folder_of(const std::filesystem::path& file);

/// What `errno` says, for the end of a message.
std::string errno_text();

/// Bytes available to this user on the file system that holds `file`.
std::uintmax_t free_bytes(const std::filesystem::path& file);

}  // namespace noticed
