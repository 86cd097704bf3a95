// Who may use a file that holds a secret, judged by owners and modes of the file and of its folder.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace noticed {

/// The users that secrets are for.
struct SecretUsers {
  struct Service {
    uid_t user = 0;
    std::vector<gid_t> groups;  // found out for root only, who alone needs them
  };
  uid_t self = 0;                  // the user that runs this process
  std::optional<Service> service;  // the user `noticed`, where it exists
  bool is_installed = false;       // the service reads this configuration: it is under /etc/noticed
};

/// The users of this machine, for the secrets of a configuration.
SecretUsers secret_users(const std::filesystem::path& config_file);

/// Why somebody else may use the file, or why the service may not read it, with the commands that mend it. Empty:
/// neither, or there is no such file. Others are all users but root, `noticed` and the one that runs this process. Bits
/// of group and others do not count where the folder does not let these in. Whether the service may read it is judged
/// for root only, and for an installed configuration: any other user finds out by reading.
std::string secret_file_fault(const std::filesystem::path& file, const SecretUsers& users);

/// Why somebody else may put other files into a folder that holds secrets, with the command that mends it; else empty.
/// A sticky folder is good: nobody can replace another's file there.
std::string secret_folder_fault(const std::filesystem::path& folder, const SecretUsers& users);

}  // namespace noticed
