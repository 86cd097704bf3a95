#include "daemon/cli/fresh_file.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "temp_dir.h"

namespace noticed {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct stat status_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status;
}

unsigned mode_of(const fs::path& path) { return status_of(path).st_mode & 07777U; }

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST(FreshFile, NothingThereThenMadeWithItsModeWhateverTheUmask) {
  const TempDir dir;
  const mode_t before = ::umask(0077);
  make_folder(dir.path() / "a/credentials", 0750, {});
  EXPECT_TRUE(make_file(dir.path() / "a/credentials/key", "text\n", 0640, {}));
  ::umask(before);
  EXPECT_EQ(mode_of(dir.path() / "a/credentials"), 0750U);
  EXPECT_EQ(mode_of(dir.path() / "a/credentials/key"), 0640U);
  EXPECT_EQ(content_of(dir.path() / "a/credentials/key"), "text\n");
  EXPECT_EQ(files_in(dir.path() / "a/credentials"), 1U) << "nothing is left beside it";
}

TEST(FreshFile, SomethingThereThenLeftAlone) {
  const TempDir dir;
  const auto file = dir.write("key", "old\n");
  EXPECT_FALSE(make_file(file, "new\n", 0640, {}));
  EXPECT_EQ(content_of(file), "old\n");
  EXPECT_EQ(mode_of(file), 0600U);
  fs::create_symlink(dir.path() / "nowhere", dir.path() / "link");
  EXPECT_FALSE(make_file(dir.path() / "link", "new\n", 0640, {})) << "nor through a link";
  EXPECT_FALSE(fs::exists(dir.path() / "nowhere"));
  EXPECT_EQ(files_in(dir.path()), 2U);
}

TEST(FreshFile, FolderThereThenItsModeIsKept) {
  const TempDir dir;
  fs::create_directory(dir.path() / "credentials");
  fs::permissions(dir.path() / "credentials", fs::perms{0700});
  make_folder(dir.path() / "credentials", 0750, {});
  EXPECT_EQ(mode_of(dir.path() / "credentials"), 0700U);
  dir.write("plain", "");
  EXPECT_THROW(make_folder(dir.path() / "plain", 0750, {}), std::system_error);
}

TEST(FreshFile, GroupAndRootThenTheGroups) {
  // lint: skip: only root can give a file to a group that it is no member of
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const auto group = group_if_root("daemon");
  ASSERT_TRUE(group.has_value());
  const TempDir dir;
  make_folder(dir.path() / "credentials", 0750, group);
  EXPECT_TRUE(make_file(dir.path() / "credentials/key", "", 0640, group));
  EXPECT_EQ(status_of(dir.path() / "credentials").st_gid, ::getgrnam("daemon")->gr_gid);
  EXPECT_EQ(status_of(dir.path() / "credentials/key").st_gid, *group);
  EXPECT_EQ(status_of(dir.path() / "credentials/key").st_uid, 0U);
  EXPECT_EQ(group_if_root("no-such-group-here"), std::nullopt);
}

}  // namespace
}  // namespace noticed
