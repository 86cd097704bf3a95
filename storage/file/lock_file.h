// The file that keeps a second daemon out: `<database>.lock`, locked as long as the object lives. The lock belongs to
// the open file, so it goes with the process, however that ends; the file itself stays.
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

/// Does a daemon hold this database now? Asks without taking the lock. Nothing: no right to know.
std::optional<bool> daemon_runs(const std::filesystem::path& database);

}  // namespace noticed
