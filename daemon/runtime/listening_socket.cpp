#include "daemon/runtime/listening_socket.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "daemon/runtime/unix_address.h"

namespace noticed {
namespace {

constexpr mode_t kMode = 0660;
constexpr int kWaiting = 64;

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw SocketError(path.string() + ": " + why);
}

[[noreturn]] void refuse(const std::filesystem::path& path, const char* what, int error) {
  std::string why(what);
  why += ": " + std::generic_category().message(error) + "; check owner and mode of its directory";
  refuse(path, why);
}

int new_socket() { return ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

/// Removes a socket left by a killed daemon; throws if anything else is there.
void clear(const std::filesystem::path& path, const sockaddr_un& address) {
  struct stat there {};
  if (::lstat(path.c_str(), &there) != 0) {
    if (errno == ENOENT) return;
    refuse(path, "cannot be examined", errno);
  }
  if (!S_ISSOCK(there.st_mode)) refuse(path, "exists and is not a socket; move it away");
  const int probe = new_socket();
  const int error = connect_to(probe, address);
  ::close(probe);
  if (error == 0 || error == EAGAIN) refuse(path, "another program listens on it; stop that program first");
  if (::unlink(path.c_str()) != 0) refuse(path, "is left over and cannot be removed", errno);
}

}  // namespace

ListeningSocket::ListeningSocket(std::filesystem::path path) : path_(std::move(path)) {
  const auto address = unix_address(path_);
  if (!address)
    refuse(path_, "is too long for the path of a socket (" + std::to_string(path_.native().size()) + " bytes, " +
                      std::to_string(kLongestSocketPath) + " at most); move the database, or set RUNTIME_DIRECTORY");
  clear(path_, *address);
  const int descriptor = new_socket();
  if (descriptor < 0) refuse(path_, "cannot create a socket for it", errno);
  // Linux creates the file with the descriptor's mode, so that others can never connect.
  ::fchmod(descriptor, kMode);
  if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
    const int error = errno;
    ::close(descriptor);
    refuse(path_, "cannot be created", error);
  }
  descriptor_ = descriptor;
  ::chmod(path_.c_str(), kMode);  // independent of the umask
  // Only a member may assign the directory's group; otherwise the file keeps its own.
  struct stat directory {};
  if (::stat(path_.parent_path().c_str(), &directory) == 0)
    static_cast<void>(::chown(path_.c_str(), static_cast<uid_t>(-1), directory.st_gid) == 0);
  ::listen(descriptor_, kWaiting);
}

ListeningSocket::~ListeningSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
  ::unlink(path_.c_str());
}

int ListeningSocket::release() { return std::exchange(descriptor_, -1); }

}  // namespace noticed
