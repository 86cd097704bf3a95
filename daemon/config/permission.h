// Checks who has access to a file that holds a secret, by owners and modes of the file and of its folder.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace noticed {

/// The users who may have access to secrets.
struct SecretUsers {
  struct ServiceUser {
    uid_t user = 0;
    std::vector<gid_t> groups;  // determined only as root, as only root needs them
  };
  uid_t self = 0;                      // the user that runs this process
  std::optional<ServiceUser> service;  // the user `noticed`, if it exists
  bool is_installed = false;           // the service reads this configuration: it is under /etc/noticed
};

/// The users of this machine who may have access to a configuration's secrets.
SecretUsers secret_users(const std::filesystem::path& config_file);

/// Why somebody else has access to the file, or why the service cannot read it, with the commands that fix it. Empty:
/// neither, or the file does not exist. "Others" are all users but root, `noticed` and the one that runs this process.
/// Bits of group and others do not count if the folder denies them access. Whether the service can read the file is
/// checked only if this process runs as root and the configuration is installed; otherwise the attempt to read the file
/// shows whether it is readable.
std::string secret_file_fault(const std::filesystem::path& file, const SecretUsers& users);

/// Why somebody else can put other files into a folder that holds secrets, with the command that fixes it; else empty.
/// A sticky folder is fine: nobody can replace another user's file there.
std::string secret_folder_fault(const std::filesystem::path& folder, const SecretUsers& users);

}  // namespace noticed
