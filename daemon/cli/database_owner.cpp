#include "daemon/cli/database_owner.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>

#include "daemon/cli/cli.h"
#include "daemon/runtime/exit_status.h"

namespace noticed {
namespace {

struct DatabaseOwner {
  uid_t user = 0;
  gid_t group = 0;
  std::string name;  // the number, if the user has no name
  bool is_named = false;
};

std::optional<DatabaseOwner> owner_of(const std::filesystem::path& database) {
  struct stat status {};
  if (::stat(database.c_str(), &status) != 0) return {};
  const passwd* entry = ::getpwuid(status.st_uid);
  if (entry == nullptr) return DatabaseOwner{status.st_uid, status.st_gid, std::to_string(status.st_uid), false};
  return DatabaseOwner{status.st_uid, entry->pw_gid, entry->pw_name, true};
}

}  // namespace

void require_owner_or_root(const std::filesystem::path& database, const std::string& command) {
  const auto owner = owner_of(database);
  const uid_t self = ::geteuid();
  if (!owner || self == 0 || self == owner->user) return;
  throw CommandError(kExitPermission, database.string() + ": belongs to user " + owner->name + ", and only " +
                                          (owner->user == 0 ? "root" : "that user and root") +
                                          " may change it; run as root: sudo noticed " + command);
}

void become_owner(const std::filesystem::path& database) {
  const auto owner = owner_of(database);
  if (!owner || ::geteuid() != 0 || owner->user == 0) return;
  // The user id last: without root's rights the groups cannot be changed any more.
  const bool groups =
      owner->is_named ? ::initgroups(owner->name.c_str(), owner->group) == 0 : ::setgroups(1, &owner->group) == 0;
  if (groups && ::setresgid(owner->group, owner->group, owner->group) == 0 &&
      ::setresuid(owner->user, owner->user, owner->user) == 0)
    return;
  throw CommandError(kExitPermission,
                     database.string() + ": belongs to user " + owner->name +
                         ", and root cannot switch to that user here: " + std::generic_category().message(errno));
}

}  // namespace noticed
