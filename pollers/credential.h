// Files that hold secrets. Read when needed, re-read when they change; their content never enters a message.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace noticed {

/// One secret file. Network thread only.
/// It is read again at every call: time stamps are too coarse to tell that a file was rewritten in place just after it
/// was read. Who asks often keeps the time, as the sign-ins do (once a second).
class Credential {
 public:
  explicit Credential(std::filesystem::path path) : path_(std::move(path)) {}

  /// The lines that are neither empty nor comments (#), trimmed. Nothing if the file cannot be read or has none;
  /// then error() says why. At most 64 KiB are read.
  const std::vector<std::string>* lines();
  /// The first line.
  const std::string* text();
  /// Grows by one whenever other lines were read.
  unsigned version() const { return version_; }
  const std::string& error() const { return error_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  /// The file's first 64 KiB; nothing if it cannot be read, then error_ says why.
  std::optional<std::string> content();

  std::filesystem::path path_;
  std::optional<std::string> content_;  // what lines_ were made of
  std::vector<std::string> lines_;
  std::string error_;
  unsigned version_ = 0;
};

}  // namespace noticed
