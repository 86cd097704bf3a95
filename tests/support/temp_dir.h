// A folder of a test's own, gone with it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace noticed {

class TempDir {
 public:
  /// Throws std::runtime_error if none can be made in `parent`.
  explicit TempDir(const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
    std::string name = (parent / "noticed-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder can be made in " + parent.string());
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Replaces a file atomically: writes a new one, readable by its owner only, and renames it.
  /// Returns its path.
  std::filesystem::path write(const std::string& name, const std::string& content) const {
    const std::filesystem::path file = path_ / name;
    const std::filesystem::path fresh = file.string() + ".new";
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(fresh, std::ios::binary) << content;
    std::filesystem::permissions(fresh, std::filesystem::perms{0600});
    std::filesystem::rename(fresh, file);
    return file;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace noticed
