// The lock `<database>.lock` that keeps a second daemon from starting; held as long as the object lives. The lock
// belongs to the open file, so it ends with the process, however that ends; the file stays.
#pragma once

#include <filesystem>
#include <optional>

namespace noticed {

class LockFile {
 public:
  /// Throws StoreError: locked, permission.
  explicit LockFile(const std::filesystem::path& database);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int descriptor_ = -1;
};

/// Whether a daemon holds this database. Does not take the lock. nullopt without permission to check.
std::optional<bool> daemon_runs(const std::filesystem::path& database);

}  // namespace noticed
