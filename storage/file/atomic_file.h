// A file that appears complete or not at all.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <optional>

namespace noticed {

/// A user and a group.
struct FileOwner {
  uid_t user = 0;
  gid_t group = 0;
};

/// Written to "FILE.PID.part" beside its place and moved there once it is complete and on the disk. After a crash the
/// place holds what it held before, or the whole new file; a ".part" may be left. One thread.
class AtomicFile {
 public:
  enum class Existing {
    kept,     // a file, or a link, that is there already stays as it is
    replaced  // also the file behind a link; a device or a pipe is refused
  };

  /// Opens the part, which only this user may read until it is finished. Throws std::system_error, which names the
  /// file.
  AtomicFile(const std::filesystem::path& path, Existing existing);
  /// Removes the part.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  std::ostream& stream() { return out_; }
  /// Moves it to its place, with exactly this mode. False: something is there already (kept only). Throws
  /// std::system_error if not everything could be written, or the place not be taken.
  bool finish(mode_t mode, std::optional<FileOwner> owner = {});

 private:
  std::filesystem::path path_, part_;
  Existing existing_;
  std::ofstream out_;
};

/// 0666 without the bits of this process's umask.
mode_t usual_file_mode();

}  // namespace noticed
