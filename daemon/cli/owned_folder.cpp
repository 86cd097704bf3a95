#include "daemon/cli/owned_folder.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace noticed {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

}  // namespace

std::optional<FileOwner> owner_if_root(const char* name) {
  if (::geteuid() != 0) return {};
  const auto* user = ::getpwnam(name);
  if (user == nullptr) return {};
  FileOwner owner{user->pw_uid, user->pw_gid};
  if (const auto* group = ::getgrnam(name); group != nullptr) owner.group = group->gr_gid;
  return owner;
}

void make_folder(const std::filesystem::path& folder, mode_t mode, std::optional<FileOwner> owner) {
  std::filesystem::create_directories(folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) != 0) {
    if (errno == EEXIST && std::filesystem::is_directory(folder)) return;
    fail(folder);
  }
  // By descriptor and without following links: the parent folder's owner may have replaced the folder.
  const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (number < 0) fail(folder);
  struct stat status {};
  const bool done = ::fstat(number, &status) == 0 && status.st_uid == ::geteuid() &&
                    (!owner || ::fchown(number, owner->user, owner->group) == 0) && ::fchmod(number, mode) == 0;
  const int why = errno;
  ::close(number);
  errno = why;
  if (!done) fail(folder);
}

bool make_file(const std::filesystem::path& file, const std::string& content, mode_t mode,
               std::optional<FileOwner> owner) {
  AtomicFile made(file, AtomicFile::Existing::kept);
  made.stream() << content;
  return made.finish(mode, owner);
}

}  // namespace noticed
