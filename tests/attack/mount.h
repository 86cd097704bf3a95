// File systems of our own, which only root may have.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace noticed::attack {

/// A file system that is mounted as long as this lives.
class Mount {
 public:
  /// `what`: the arguments of mount(8) before the place. Throws std::runtime_error.
  Mount(const std::vector<std::string>& what, std::filesystem::path place);
  ~Mount();
  Mount(const Mount&) = delete;
  Mount& operator=(const Mount&) = delete;

 private:
  std::filesystem::path place_;
};

/// Runs a program. Throws std::runtime_error with what it said unless it ends well.
void demand(const std::vector<std::string>& arguments);

/// Why no file system can be mounted here, of a memory disk or of a loop device in `folder`; nothing: it can.
std::optional<std::string> no_memory_disk(const std::filesystem::path& folder);
std::optional<std::string> no_loop_device(const std::filesystem::path& folder);

/// An empty ext4 file system in a file.
void make_image(const std::filesystem::path& file, int mebibytes);

}  // namespace noticed::attack
