// A file that is there whole or not at all.
#pragma once

#include <filesystem>
#include <fstream>

namespace noticed {

/// Written beside its place, "FILE.PID.part", which it takes once it is finished. Until then what was there stays, and
/// without finish() nothing is left behind. One thread.
class NewFile {
 public:
  /// Throws std::system_error, which names the file.
  explicit NewFile(const std::filesystem::path& path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  std::ostream& stream() { return out_; }
  /// Throws std::system_error if not all of it could be written, or the place not be taken.
  void finish();

 private:
  std::filesystem::path path_, beside_;
  std::ofstream out_;
  bool finished_ = false;
};

}  // namespace noticed
