#include "daemon/config/permission.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace noticed {

namespace fs = std::filesystem;

namespace {

constexpr const char* kServiceUser = "noticed";
constexpr const char* kInstalledFolder = "/etc/noticed";
// The id that a user namespace (the unit's PrivateUsers=) shows for hidden users and groups.
constexpr unsigned kHidden = 65534;

using Status = struct stat;

std::optional<Status> status_of(const fs::path& path) {
  Status status{};
  if (::stat(path.c_str(), &status) != 0) return {};
  return status;
}

std::string user_text(uid_t user) {
  if (user == kHidden) return "another user";
  const passwd* entry = ::getpwuid(user);
  return "user " + (entry != nullptr ? std::string(entry->pw_name) : std::to_string(user));
}

std::string group_text(gid_t number) {
  if (number == kHidden) return "its group";
  const group* entry = ::getgrgid(number);
  return "group " + (entry != nullptr ? std::string(entry->gr_name) : std::to_string(number));
}

std::string mode_text(mode_t mode) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "mode %04o", static_cast<unsigned>(mode & 07777U));
  return text.data();
}

/// The user that should own a secret: the service's, else the user of this process.
std::string owner_wanted(const SecretUsers& users) {
  if (users.is_installed && users.service) return kServiceUser;
  const passwd* entry = ::getpwuid(users.self);
  return entry != nullptr ? entry->pw_name : std::to_string(users.self);
}

bool is_for(uid_t user, const SecretUsers& users) {
  return user == 0 || user == users.self || (users.service && user == users.service->user);
}

/// "chown noticed FILE; chmod 0400 FILE". A file that is not installed stays writable, for its owner edits it.
std::string remedy(const fs::path& path, const Status& status, const SecretUsers& users, bool is_folder) {
  const bool installed = users.is_installed && users.service;
  const bool give = installed ? status.st_uid != users.service->user : !is_for(status.st_uid, users);
  const char* mode = is_folder ? "0700 " : installed ? "0400 " : "0600 ";
  return "; run " + (give ? "chown " + owner_wanted(users) + " " + path.string() + "; " : std::string{}) + "chmod " +
         mode + path.string();
}

/// Whether the folder lets in members of the file's group, and users who are not members.
bool lets_group_in(const Status& folder, const Status& file) {
  return (folder.st_mode & (folder.st_gid == file.st_gid ? S_IXGRP : S_IXGRP | S_IXOTH)) != 0;
}
bool lets_others_in(const Status& folder, const Status& file) {
  return (folder.st_mode & (folder.st_gid == file.st_gid ? S_IXOTH : S_IXGRP | S_IXOTH)) != 0;
}

/// "read", "write", "read and write"; empty: neither. `bits`: of one class.
std::string verbs(mode_t bits) {
  const bool reads = (bits & 04U) != 0, writes = (bits & 02U) != 0;
  return std::string(reads ? "read" : "") + (reads && writes ? " and " : "") + (writes ? "write" : "");
}

/// As the kernel checks it, without capabilities: the first matching class decides. `bit`: 4 to read, 1 to enter.
bool may(const SecretUsers::ServiceUser& user, const Status& status, mode_t bit) {
  if (status.st_uid == user.user) return (status.st_mode & (bit << 6U)) != 0;
  const bool member = std::find(user.groups.begin(), user.groups.end(), status.st_gid) != user.groups.end();
  return (status.st_mode & (member ? bit << 3U : bit)) != 0;
}

std::string service_fault(const fs::path& file, const Status& status, const SecretUsers& users) {
  if (users.self != 0 || !users.is_installed || !users.service) return "";
  const std::string who = "user " + std::string(kServiceUser) + ", which runs the service, may not ";
  const fs::path own = file.parent_path();
  for (fs::path folder = own;; folder = folder.parent_path()) {
    if (const auto found = status_of(folder); found && !may(*users.service, *found, 01))
      return file.string() + ": " + who + "enter " + folder.string() +
             (folder == own && folder.filename() == "credentials"
                  ? remedy(folder, *found, users, true)
                  : "; keep the file in " + std::string(kInstalledFolder) + "/credentials");
    if (!folder.has_relative_path()) break;
  }
  if (may(*users.service, status, 04)) return "";
  return file.string() + ": " + who + "read it" + remedy(file, status, users, false);
}

std::vector<gid_t> groups_of(const char* user, gid_t first) {
  std::vector<gid_t> groups(16);
  for (;;) {
    int count = static_cast<int>(groups.size());
    const bool all = ::getgrouplist(user, first, groups.data(), &count) >= 0;
    groups.resize(static_cast<std::size_t>(count));  // on failure `count` is the number needed
    if (all) return groups;
  }
}

}  // namespace

SecretUsers secret_users(const fs::path& config_file) {
  SecretUsers users;
  users.self = ::geteuid();
  users.is_installed =
      fs::absolute(config_file).lexically_normal().string().starts_with(std::string(kInstalledFolder) + "/");
  const passwd* entry = ::getpwnam(kServiceUser);
  if (entry == nullptr) return users;
  users.service = SecretUsers::ServiceUser{entry->pw_uid, {}};
  if (users.self == 0) users.service->groups = groups_of(kServiceUser, entry->pw_gid);
  return users;
}

std::string secret_file_fault(const fs::path& file, const SecretUsers& users) {
  const auto status = status_of(file);
  if (!status) return "";
  std::error_code ignored;
  // Behind a symbolic link the folder of the link's target controls access.
  const fs::path real = fs::canonical(file, ignored);
  const auto folder = status_of((real.empty() ? file : real).parent_path());
  const std::string name = file.string() + ": ";
  if (!is_for(status->st_uid, users))
    return name + "belongs to " + user_text(status->st_uid) + ", who may read and change it" +
           remedy(file, *status, users, false);
  const std::string mode = mode_text(status->st_mode) + ": ";
  const std::string others = verbs(status->st_mode & 07U), group = verbs((status->st_mode >> 3U) & 07U);
  if (!others.empty() && (!folder || lets_others_in(*folder, *status)))
    return name + mode + "every user may " + others + " it" + remedy(file, *status, users, false);
  if (!group.empty() && (!folder || lets_group_in(*folder, *status)))
    return name + mode + group_text(status->st_gid) + " may " + group + " it" + remedy(file, *status, users, false);
  return service_fault(file, *status, users);
}

std::string secret_folder_fault(const fs::path& folder, const SecretUsers& users) {
  const auto status = status_of(folder);
  if (!status || (status->st_mode & S_ISVTX) != 0) return "";
  constexpr const char* kWhat = " may put other files into this folder; run ";
  const std::string name = folder.string() + ": ";
  if (!is_for(status->st_uid, users))
    return name + "belongs to " + user_text(status->st_uid) + ", who" + kWhat + "chown " + owner_wanted(users) + " " +
           folder.string();
  const auto writes = [&](mode_t bits) { return (status->st_mode & bits) == bits; };
  const bool others = writes(S_IWOTH | S_IXOTH);
  if (!others && !writes(S_IWGRP | S_IXGRP)) return "";
  const std::string who = others ? "every user" : group_text(status->st_gid);
  return name + mode_text(status->st_mode) + ": " + who + kWhat + "chmod go-w " + folder.string();
}

}  // namespace noticed
