// The benchmark's folder, on a real disk: bytes "written" to a file system in memory would mean nothing.
// In TMPDIR if that is on a disk, else in the build directory. Removed with the object.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tests/support/temp_dir.h"

namespace noticed::bench {

class DiskDir {
 public:
  /// Throws std::runtime_error if neither place is on a disk.
  explicit DiskDir(const std::filesystem::path& build_directory);

  const std::filesystem::path& path() const { return dir_->path(); }
  /// "TMPDIR" or "build directory".
  const std::string& chosen() const { return chosen_; }
  /// As named by mount(8): "ext4".
  const std::string& file_system() const { return file_system_; }

 private:
  std::optional<TempDir> dir_;
  std::string chosen_;
  std::string file_system_;
};

}  // namespace noticed::bench
