#include "storage/file/database_file.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

#include "storage/model/store_error.h"

namespace noticed {
namespace {

using Kind = StoreError::Kind;

std::string user_name(uid_t user) {
  const passwd* entry = getpwuid(user);
  return entry != nullptr ? entry->pw_name : std::to_string(user);
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  if (std::filesystem::is_directory(folder, failed)) return;
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), failed);
  if (mkdir(folder.c_str(), 0750) == 0 || errno == EEXIST) return;
  throw StoreError(Kind::permission, folder.string() + ": cannot be created: " + errno_text());
}

/// The file system's name in /proc/self/mountinfo, "fuse.sshfs" for example; empty if not found.
std::string file_system_name(const std::filesystem::path& folder) {
  struct stat status {};
  if (stat(folder.c_str(), &status) != 0) return {};
  const std::string device = std::to_string(major(status.st_dev)) + ":" + std::to_string(minor(status.st_dev));
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string id, parent, numbers, word;
    fields >> id >> parent >> numbers;
    if (numbers != device) continue;
    while (fields >> word && word != "-") {
    }
    fields >> word;
    return word;
  }
  return {};
}

void refuse_network_file_system(const std::filesystem::path& folder) {
  struct statfs status {};
  if (statfs(folder.c_str(), &status) != 0) return;
  const std::string name = file_system_name(folder);
  if (!is_network_file_system(static_cast<unsigned long>(status.f_type), name)) return;
  throw StoreError(Kind::refused, folder.string() + ": is on a network file system (" + name +
                                      "), where SQLite's log does not work; set storage.path to a local disk");
}

/// SQLite maps the -shm file into memory; on a full disk, access to it can kill the process.
void refuse_full_disk(const std::filesystem::path& folder) {
  constexpr std::uintmax_t kLeast = 1 << 20;
  std::error_code failed;
  const auto space = std::filesystem::space(folder, failed);
  if (failed || space.available >= kLeast) return;
  throw StoreError(Kind::full, folder.string() + ": only " + std::to_string(space.available / 1024) +
                                   " KiB are free on its disk; free disk space, at least 1 MiB");
}

}  // namespace

void refuse_foreign_file(const std::filesystem::path& file) {
  std::array<char, 72> header{};
  std::ifstream(file, std::ios::binary).read(header.data(), header.size());
  const std::string_view text(header.data(), header.size());
  const char* what = nullptr;
  if (!text.starts_with(std::string_view("SQLite format 3\0", 16)))
    what = "is not an SQLite database";
  else if (text.substr(68) != "ntcd")
    what = "is another program's database";
  if (what != nullptr)
    throw StoreError(Kind::foreign, file.string() + ": " + what + "; choose another file or move this one away");
}

bool is_network_file_system(unsigned long magic, std::string_view name) {
  // NFS, SMB (three versions), 9p, AFS (two), Coda, NCP, Ceph, Lustre, GFS2, OCFS2, VirtualBox shared folders.
  constexpr std::array<unsigned long, 14> kNetwork{0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x01021997,
                                                   0x5346414F, 0x6B414653, 0x73757245, 0x564C,     0x00C36400,
                                                   0x0BD00BD0, 0x01161970, 0x7461636F, 0x786F4256};
  constexpr unsigned long kFuse = 0x65735546;
  constexpr std::array<std::string_view, 4> kLocalFuse{"fuseblk", "fuse.fuse-overlayfs", "fuse.bindfs", "fuse.ntfs-3g"};
  const unsigned long low = magic & 0xFFFFFFFFUL;
  if (low == kFuse) return std::find(kLocalFuse.begin(), kLocalFuse.end(), name) == kLocalFuse.end();
  return std::find(kNetwork.begin(), kNetwork.end(), low) != kNetwork.end();
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

std::string errno_text() { return std::generic_category().message(errno); }

std::uintmax_t free_bytes(const std::filesystem::path& file) {
  std::error_code failed;
  const auto space = std::filesystem::space(folder_of(file), failed);
  return failed ? 0 : space.available;
}

bool prepare_database_file(const std::filesystem::path& file) {
  const auto folder = folder_of(file);
  make_folder(folder);
  refuse_network_file_system(folder);
  refuse_full_disk(folder);
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) {
    // The mode must not depend on the umask: SQLite gives its -wal and -shm files the mode of this file.
    const int made = open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (made < 0) throw StoreError(Kind::permission, file.string() + ": cannot be created: " + errno_text());
    fchmod(made, 0640);
    ::close(made);
    return true;
  }
  if (!S_ISREG(status.st_mode))
    throw StoreError(Kind::foreign, file.string() + ": is not a file; set storage.path to a file");
  if (status.st_uid != geteuid()) {
    const std::string owner = user_name(status.st_uid);
    throw StoreError(Kind::permission, file.string() + ": belongs to user " + owner + "; run as that user (sudo -u " +
                                           owner + " noticed …)");
  }
  if (access(file.c_str(), R_OK | W_OK) != 0 || access(folder.c_str(), W_OK) != 0) {
    const bool mounted_so = errno == EROFS;
    throw StoreError(
        Kind::permission,
        file.string() + (mounted_so ? ": is on a file system that is mounted read-only; mount it for writing, or "
                                      "set storage.path to another one"
                                    : ": no permission to write the file or its folder"));
  }
  return status.st_size == 0;
}

}  // namespace noticed
