// Files that hold secrets. Read when needed, re-read when they change; their content never enters a message.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace noticed {

/// One secret file, cached until its time stamp, size or inode changes. Network thread only.
class Credential {
 public:
  explicit Credential(std::filesystem::path path) : path_(std::move(path)) {}

  /// The lines that are neither empty nor comments (#), trimmed. Nothing if the file cannot be read or has none;
  /// then error() says why. At most 64 KiB are read.
  const std::vector<std::string>* lines();
  /// The first line.
  const std::string* text();
  /// Grows by one whenever other content was read.
  unsigned version() const { return version_; }
  const std::string& error() const { return error_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  struct Stamp {
    std::int64_t modified_ns = -1;
    std::uint64_t inode = 0;
    std::int64_t size = -1;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  void read();

  std::filesystem::path path_;
  Stamp stamp_;
  std::vector<std::string> lines_;
  std::string error_;
  unsigned version_ = 0;
};

}  // namespace noticed
