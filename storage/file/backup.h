// Copies the history beside a running daemon. A read transaction is held meanwhile, so the copy shows one moment, and
// the write-ahead log grows until it is done.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace noticed {

struct Backup {
  std::int64_t bytes = 0;
  std::filesystem::path key;  // the fingerprint key that belongs to the copy and is not part of it
};

/// Called during the copy: pages done, pages in all.
using BackupProgress = std::function<void(std::int64_t, std::int64_t)>;

/// Copies `database` to `target` (mode 0640), which must not exist. The copy is written to a temporary name, checked
/// (SQLite's quick_check, application id, schema), synced to disk and renamed. Throws StoreError; then neither `target`
/// nor the temporary file is left.
Backup back_up(const std::filesystem::path& database, const std::filesystem::path& target,
               const BackupProgress& progress);

}  // namespace noticed
