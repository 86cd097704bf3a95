#include "storage/file/lock_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "storage/model/store_error.h"

namespace noticed {
namespace {

std::string lock_path(const std::filesystem::path& database) { return database.string() + ".lock"; }

struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

LockFile::LockFile(const std::filesystem::path& database) {
  const std::string path = lock_path(database);
  descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (descriptor_ < 0) {
    const std::string cause = std::generic_category().message(errno);
    throw StoreError(StoreError::Kind::permission, path + ": cannot be opened: " + cause + "; check owner and mode");
  }
  fchmod(descriptor_, 0640);
  struct flock lock = whole_file();
  if (fcntl(descriptor_, F_OFD_SETLK, &lock) == 0) return;
  ::close(descriptor_);
  throw StoreError(StoreError::Kind::locked,
                   database.string() + ": another `noticed run` uses it; stop that one first (systemctl stop noticed)");
}

LockFile::~LockFile() { ::close(descriptor_); }

std::optional<bool> daemon_runs(const std::filesystem::path& database) {
  const int descriptor = open(lock_path(database).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return errno == ENOENT ? std::optional(false) : std::nullopt;
  struct flock lock = whole_file();
  const bool asked = fcntl(descriptor, F_OFD_GETLK, &lock) == 0;
  ::close(descriptor);
  if (!asked) return {};
  return lock.l_type != F_UNLCK;
}

}  // namespace noticed
