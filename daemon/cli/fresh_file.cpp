#include "daemon/cli/fresh_file.h"

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

/// A file beside its place, gone with the object.
class Part {
 public:
  explicit Part(const std::filesystem::path& file)
      : file_(file), path_(file.string() + "." + std::to_string(::getpid()) + ".part") {
    ::unlink(path_.c_str());  // of a process of the same number, killed
    // O_EXCL: never through a link that somebody else put there.
    number_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (number_ < 0) fail(file_);
  }
  ~Part() {
    ::close(number_);
    ::unlink(path_.c_str());
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  void write(const std::string& content) const {
    for (std::size_t done = 0; done < content.size();) {
      const ssize_t count = ::write(number_, content.data() + done, content.size() - done);
      if (count < 0 && errno != EINTR) fail(file_);
      if (count > 0) done += static_cast<std::size_t>(count);
    }
  }
  void belongs_to(mode_t mode, std::optional<FileOwner> owner) const {
    if (owner && ::fchown(number_, owner->user, owner->group) != 0) fail(file_);
    if (::fchmod(number_, mode) != 0 || ::fsync(number_) != 0) fail(file_);
  }
  /// A link fails where something is, a rename would replace it.
  bool take_place() const {
    if (::link(path_.c_str(), file_.c_str()) == 0) return true;
    if (errno != EEXIST) fail(file_);
    return false;
  }

 private:
  std::filesystem::path file_, path_;
  int number_ = -1;
};

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
  // By descriptor, and never through a link: the owner of the folder above may have put another thing in its place.
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
  const Part part(file);
  part.write(content);
  part.belongs_to(mode, owner);
  return part.take_place();
}

}  // namespace noticed
