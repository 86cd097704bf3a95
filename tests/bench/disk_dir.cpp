#include "bench/disk_dir.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace noticed::bench {

namespace fs = std::filesystem;

namespace {

bool lies_below(const std::string& path, const std::string& folder) {
  if (folder == "/" || path == folder) return true;
  return path.starts_with(folder) && path[folder.size()] == '/';
}

/// The type of the file system that holds `path`: the last, longest mount point above it.
std::string file_system_of(const fs::path& path) {
  std::error_code ignored;
  const std::string whole = fs::canonical(path, ignored).string();
  std::ifstream mounts("/proc/self/mounts");
  std::string device, point, type, rest;
  std::string best_point, best_type;
  while (mounts >> device >> point >> type && std::getline(mounts, rest)) {
    if (!lies_below(whole, point) || point.size() < best_point.size()) continue;
    best_point = point;
    best_type = type;
  }
  return best_type;
}

bool is_disk(const std::string& type) { return !type.empty() && type != "tmpfs" && type != "ramfs"; }

}  // namespace

DiskDir::DiskDir(const fs::path& build_directory) {
  const char* given = std::getenv("TMPDIR");
  const std::pair<std::string, fs::path> places[] = {{"TMPDIR", given == nullptr ? "" : given},
                                                     {"build directory", build_directory}};
  for (const auto& [name, place] : places) {
    if (place.empty() || !is_disk(file_system_of(place))) continue;
    if (::access(place.c_str(), W_OK) != 0) continue;
    dir_.emplace(place);
    chosen_ = name;
    file_system_ = file_system_of(path());
    return;
  }
  throw std::runtime_error("neither TMPDIR nor the build directory is a writable folder on a disk");
}

}  // namespace noticed::bench
