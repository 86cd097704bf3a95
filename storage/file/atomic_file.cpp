#include "storage/file/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace noticed {
namespace {

[[noreturn]] void fail(int error, const std::filesystem::path& path, const char* what) {
  throw std::system_error(error == 0 ? EIO : error, std::generic_category(), path.string() + " " + what);
}

std::filesystem::path target_of(const std::filesystem::path& path, AtomicFile::Existing existing) {
  std::error_code ignored;
  if (existing == AtomicFile::Existing::kept || !std::filesystem::exists(path, ignored)) return path;
  if (!std::filesystem::is_regular_file(path, ignored)) fail(EINVAL, path, "is not a regular file");
  return std::filesystem::canonical(path, ignored);
}

/// So that the new name survives a power cut, too. A folder that cannot be synced has done what it could.
void sync_folder(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) return;
  ::fsync(number);
  ::close(number);
}

int set_up(int number, mode_t mode, std::optional<FileOwner> owner) {
  if (number < 0) return errno;
  const bool done = (!owner || ::fchown(number, owner->user, owner->group) == 0) && ::fchmod(number, mode) == 0 &&
                    ::fsync(number) == 0;
  const int error = done ? 0 : errno;
  ::close(number);
  return error;
}

}  // namespace

AtomicFile::AtomicFile(const std::filesystem::path& path, Existing existing)
    : path_(target_of(path, existing)),
      part_(path_.string() + "." + std::to_string(::getpid()) + ".part"),
      existing_(existing) {
  ::unlink(part_.c_str());  // left by a killed process of the same number
  // O_EXCL: never through a link that somebody else put there.
  const int made = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0) fail(errno, path_, "cannot be created");
  ::close(made);
  out_.open(part_, std::ios::binary);
}

AtomicFile::~AtomicFile() { ::unlink(part_.c_str()); }

bool AtomicFile::finish(mode_t mode, std::optional<FileOwner> owner) {
  errno = 0;
  out_.close();
  if (!out_) fail(errno, path_, "cannot be written");
  const int number = ::open(part_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (const int error = set_up(number, mode, owner); error != 0) fail(error, path_, "cannot be written");
  // link(2) fails if the target exists; rename(2) replaces it.
  const bool keeps = existing_ == Existing::kept;
  const int taken = keeps ? ::link(part_.c_str(), path_.c_str()) : ::rename(part_.c_str(), path_.c_str());
  if (taken != 0 && keeps && errno == EEXIST) return false;
  if (taken != 0) fail(errno, path_, keeps ? "cannot be created" : "cannot be replaced");
  sync_folder(path_);
  return true;
}

mode_t usual_file_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

}  // namespace noticed
