#include "daemon/cli/owned_folder.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iterator>

#include "support/temp_dir.h"
#include "tests/support/file_text.h"

namespace noticed {
namespace {

namespace fs = std::filesystem;

struct stat status_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status;
}

unsigned mode_of(const fs::path& path) { return status_of(path).st_mode & 07777U; }

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST(OwnedFolder, NothingThereThenMadeWithItsModeWhateverTheUmask) {
  const TempDir dir;
  const mode_t before = ::umask(0077);
  make_folder(dir.path() / "a/credentials", 0700, {});
  EXPECT_TRUE(make_file(dir.path() / "a/credentials/key", "text\n", 0400, {}));
  ::umask(before);
  EXPECT_EQ(mode_of(dir.path() / "a/credentials"), 0700U);
  EXPECT_EQ(mode_of(dir.path() / "a/credentials/key"), 0400U);
  EXPECT_EQ(read_file(dir.path() / "a/credentials/key"), "text\n");
  EXPECT_EQ(files_in(dir.path() / "a/credentials"), 1U) << "nothing is left beside it";
}

TEST(OwnedFolder, SomethingThereThenLeftAlone) {
  const TempDir dir;
  const auto file = dir.write("key", "old\n");
  EXPECT_FALSE(make_file(file, "new\n", 0400, {}));
  EXPECT_EQ(read_file(file), "old\n");
  EXPECT_EQ(mode_of(file), 0600U);
  fs::create_symlink(dir.path() / "nowhere", dir.path() / "link");
  EXPECT_FALSE(make_file(dir.path() / "link", "new\n", 0400, {})) << "nor through a link";
  EXPECT_FALSE(fs::exists(dir.path() / "nowhere"));
  EXPECT_EQ(files_in(dir.path()), 2U);
}

TEST(OwnedFolder, FolderThereThenItsModeIsKept) {
  const TempDir dir;
  fs::create_directory(dir.path() / "credentials");
  fs::permissions(dir.path() / "credentials", fs::perms{0750});
  make_folder(dir.path() / "credentials", 0700, {});
  EXPECT_EQ(mode_of(dir.path() / "credentials"), 0750U);
  dir.write("plain", "");
  EXPECT_THROW(make_folder(dir.path() / "plain", 0700, {}), std::system_error);
}

TEST(OwnedFolder, UserAndRootThenTheUsersAndItsGroups) {
  // lint: skip: only root can give a file away
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const auto owner = owner_if_root("daemon");
  ASSERT_TRUE(owner.has_value());
  const TempDir dir;
  make_folder(dir.path() / "credentials", 0700, owner);
  EXPECT_TRUE(make_file(dir.path() / "credentials/key", "", 0400, owner));
  for (const auto& path : {dir.path() / "credentials", dir.path() / "credentials/key"}) {
    EXPECT_EQ(status_of(path).st_uid, ::getpwnam("daemon")->pw_uid) << path;
    EXPECT_EQ(status_of(path).st_gid, ::getgrnam("daemon")->gr_gid) << path;
  }
  EXPECT_EQ(mode_of(dir.path() / "credentials/key"), 0400U);
  EXPECT_FALSE(owner_if_root("no-such-user-here").has_value());
}

}  // namespace
}  // namespace noticed
