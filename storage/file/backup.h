// A copy of the history, made beside a running daemon. The copy is of one moment: a read transaction is held while it
// is made, so the write-ahead log grows meanwhile.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace noticed {

struct Backup {
  std::int64_t bytes = 0;
  std::filesystem::path key;  // the fingerprint key that belongs to it, and is not in it
};

/// Told now and then: pages done, of how many.
using BackupProgress = std::function<void(std::int64_t, std::int64_t)>;

/// Copies `database` to `target` (mode 0640), which must not exist: written under another name, checked (SQLite's
/// quick_check, ours, the same schema), on the disk, and only then named so. Throws StoreError; then `target` is not
/// there, and neither is the half copy.
Backup back_up(const std::filesystem::path& database, const std::filesystem::path& target,
               const BackupProgress& progress);

}  // namespace noticed
