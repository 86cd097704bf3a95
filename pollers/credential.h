// Secrets in files. Read when needed and again when they change; the content never appears in a message.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace noticed {

/// One secret file. Network thread only. Every call reads the file: time stamps are too coarse to show that it was
/// rewritten in place just after a read. Frequent callers must limit the rate, as the credential providers do (once a
/// second).
class Credential {
 public:
  explicit Credential(std::filesystem::path path) : path_(std::move(path)) {}

  /// The lines that are neither empty nor comments (#), trimmed. Null if the file cannot be read or has no such line;
  /// then error() says why. Reads at most 64 KiB.
  const std::vector<std::string>* lines();
  /// The first line.
  const std::string* text();
  /// Increases by one whenever the lines have changed.
  unsigned version() const { return version_; }
  const std::string& error() const { return error_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  /// The file's first 64 KiB; nullopt if it cannot be read, then error_ says why.
  std::optional<std::string> content();

  std::filesystem::path path_;
  std::optional<std::string> content_;  // from which lines_ were made
  std::vector<std::string> lines_;
  std::string error_;
  unsigned version_ = 0;
};

}  // namespace noticed
