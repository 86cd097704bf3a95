#include "pollers/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace noticed {
namespace {

std::string message_of(int error) { return std::generic_category().message(error); }

RegularFile refused(int error) {
  RegularFile file;
  file.starved = error == EMFILE || error == ENFILE;
  // A socket cannot be opened at all.
  file.trouble = error == ENXIO                        ? "is not a regular file"
                 : error == ENOENT || error == ENOTDIR ? message_of(error)
                                                       : "cannot be read: " + message_of(error);
  return file;
}

}  // namespace

RegularFile read_regular_file(const std::filesystem::path& path, std::size_t most) {
  // O_NONBLOCK: does not wait for the other end of a pipe.
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (number < 0) return refused(errno);
  RegularFile file;
  struct stat status {};
  if (::fstat(number, &status) != 0 || !S_ISREG(status.st_mode)) {
    file.trouble = "is not a regular file";
  } else {
    file.text.resize(most + 1);
    std::size_t size = 0;
    for (ssize_t got = 1; got > 0 && size < file.text.size();) {
      got = ::read(number, file.text.data() + size, file.text.size() - size);
      if (got < 0 && errno != EINTR) file.trouble = "cannot be read: " + message_of(errno);
      if (got > 0) size += static_cast<std::size_t>(got);
      if (got < 0 && errno == EINTR) got = 1;
    }
    file.whole = size <= most;
    file.text.resize(size < most ? size : most);
    if (!file.trouble.empty()) file.text.clear();
  }
  ::close(number);
  return file;
}

}  // namespace noticed
