#include "daemon/report/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace noticed {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw std::system_error(errno == 0 ? EIO : errno, std::generic_category(), path.string() + " " + what);
}

/// The file behind a link stays where it is. A device or a pipe cannot be replaced, and must not be.
std::filesystem::path place_of(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return path;
  if (!std::filesystem::is_regular_file(path, ignored))
    throw std::system_error(EINVAL, std::generic_category(), path.string() + " is no regular file");
  return std::filesystem::canonical(path, ignored);
}

}  // namespace

NewFile::NewFile(const std::filesystem::path& path)
    : path_(place_of(path)), beside_(path_.string() + "." + std::to_string(::getpid()) + ".part") {
  // O_EXCL: never through a link that somebody else put there.
  const int made = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (made < 0) fail(path_, "cannot be made");
  ::close(made);
  out_.open(beside_, std::ios::binary);
}

NewFile::~NewFile() {
  if (!finished_) ::unlink(beside_.c_str());
}

void NewFile::finish() {
  errno = 0;
  out_.close();
  if (!out_) fail(path_, "cannot be written");
  if (::rename(beside_.c_str(), path_.c_str()) != 0) fail(path_, "cannot be replaced");
  finished_ = true;
}

}  // namespace noticed
