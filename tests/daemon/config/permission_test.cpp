#include "daemon/config/permission.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temp_dir.h"

namespace noticed {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kDaemon = 1;  // Debian's user `daemon`, and its group

/// A secret in its own folder, checked for the given users.
class Permission : public testing::Test {
 protected:
  Permission() { users_.self = ::geteuid(); }

  void modes(unsigned file, unsigned folder) const {
    fs::permissions(file_, fs::perms{file});
    fs::permissions(folder_, fs::perms{folder});
  }
  void give(const fs::path& path, uid_t user, gid_t group) const {
    ASSERT_EQ(::chown(path.c_str(), user, group), 0) << path;
  }
  /// As if `user` ran the service and the configuration were installed.
  void install_for(uid_t user, gid_t group) {
    users_.service = SecretUsers::ServiceUser{user, {group}};
    users_.is_installed = true;
  }
  static std::string named(std::string text, const fs::path& path, const std::string& name) {
    for (auto at = text.find(path.string()); at != std::string::npos; at = text.find(path.string(), at + name.size()))
      text.replace(at, path.string().size(), name);
    return text;
  }
  std::string fault() const { return named(named(secret_file_fault(file_, users_), file_, "FILE"), folder_, "FOLDER"); }
  std::string folder_fault() const { return named(secret_folder_fault(folder_, users_), folder_, "FOLDER"); }

  TempDir dir_;
  fs::path file_ = dir_.write("credentials/secret", "s\n");
  fs::path folder_ = file_.parent_path();
  SecretUsers users_;
};

/// Files of other users, which only root can set up.
class PermissionOfOthers : public Permission {
 protected:
  void SetUp() override {
    // lint: skip: only root can give a file away
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
    fs::permissions(dir_.path(), fs::perms{0755});
  }
};

TEST_F(Permission, OwnerAloneThenGoodInAnyFolder) {
  for (const unsigned mode : {0400U, 0600U, 0700U, 0711U}) {
    modes(mode, 0755);
    EXPECT_EQ(fault(), "") << std::oct << mode;
  }
}

TEST_F(Permission, OthersMayUseItThenWhatTheyMayIsNamed) {
  modes(0604, 0755);
  EXPECT_EQ(fault(), "FILE: mode 0604: every user may read it; run chmod 0600 FILE");
  modes(0602, 0711);
  EXPECT_EQ(fault(), "FILE: mode 0602: every user may write it; run chmod 0600 FILE");
  modes(0777, 0701);
  EXPECT_EQ(fault(), "FILE: mode 0777: every user may read and write it; run chmod 0600 FILE");
}

TEST_F(Permission, GroupMayUseItThenItIsNamed) {
  modes(0640, 0710);
  EXPECT_TRUE(fault().starts_with("FILE: mode 0640: group ")) << fault();
  EXPECT_TRUE(fault().ends_with(" may read it; run chmod 0600 FILE")) << fault();
  modes(0620, 0710);
  EXPECT_TRUE(fault().ends_with(" may write it; run chmod 0600 FILE")) << fault();
}

TEST_F(Permission, FolderKeepsThemOutThenTheirBitsDoNotCount) {
  modes(0666, 0700);
  EXPECT_EQ(fault(), "");
  modes(0606, 0710);
  EXPECT_EQ(fault(), "") << "the group passes, and the file gives it nothing";
  modes(0660, 0701);
  EXPECT_EQ(fault(), "") << "others pass, and the file gives them nothing";
}

TEST_F(Permission, LinkThenTheFolderItLeadsToCounts) {
  modes(0644, 0755);
  const auto link = dir_.write("closed/other", "").parent_path() / "link";
  fs::create_symlink(file_, link);
  fs::permissions(link.parent_path(), fs::perms{0700});
  EXPECT_NE(secret_file_fault(link, users_), "");
}

TEST_F(Permission, NoFileThenNothing) { EXPECT_EQ(secret_file_fault("/nowhere/secret", users_), ""); }

TEST_F(Permission, OthersMayWriteIntoTheFolderThenFault) {
  modes(0600, 0757);
  EXPECT_EQ(folder_fault(),
            "FOLDER: mode 0757: every user may put other files into this folder; run chmod go-w FOLDER");
  modes(0600, 0770);
  EXPECT_TRUE(folder_fault().starts_with("FOLDER: mode 0770: group ")) << folder_fault();
  for (const unsigned mode : {0700U, 0755U, 0722U}) {
    modes(0600, mode);
    EXPECT_EQ(folder_fault(), "") << std::oct << mode;
  }
  ASSERT_EQ(::chmod(folder_.c_str(), 01777), 0);
  EXPECT_EQ(folder_fault(), "") << "sticky: nobody replaces another's file";
}

TEST_F(PermissionOfOthers, OwnerIsAnotherUserThenFault) {
  give(file_, kDaemon, 0);
  modes(0400, 0700);
  EXPECT_EQ(fault(), "FILE: belongs to user daemon, who may read and change it; run chown root FILE; chmod 0600 FILE");
  give(folder_, kDaemon, 0);
  EXPECT_EQ(folder_fault(),
            "FOLDER: belongs to user daemon, who may put other files into this folder; run chown root FOLDER");
}

TEST_F(PermissionOfOthers, OwnerIsTheServicesThenGood) {
  install_for(kDaemon, kDaemon);
  give(file_, kDaemon, kDaemon);
  give(folder_, kDaemon, kDaemon);
  modes(0400, 0700);
  EXPECT_EQ(fault(), "");
  EXPECT_EQ(folder_fault(), "");
}

TEST_F(PermissionOfOthers, LayoutOfEarlierVersionsThenTheRemedyGivesItToTheService) {
  install_for(kDaemon, kDaemon);
  give(file_, 0, kDaemon);
  give(folder_, 0, kDaemon);
  modes(0640, 0750);
  const std::string wanted = "FILE: mode 0640: group daemon may read it; run chown noticed FILE; chmod 0400 FILE";
  EXPECT_EQ(fault(), wanted);
  users_.self = kDaemon;
  EXPECT_EQ(fault(), wanted) << "in the service, too";
}

TEST_F(PermissionOfOthers, ServiceMayNotReadThenRootIsTold) {
  install_for(kDaemon, kDaemon);
  give(folder_, kDaemon, kDaemon);
  modes(0400, 0700);
  EXPECT_EQ(fault(),
            "FILE: user noticed, which runs the service, may not read it; run chown noticed FILE; chmod 0400 FILE");
  give(file_, kDaemon, kDaemon);
  give(folder_, 0, 0);
  EXPECT_EQ(fault(),
            "FILE: user noticed, which runs the service, may not enter FOLDER; run chown noticed FOLDER; chmod "
            "0700 FOLDER");
  users_.is_installed = false;
  EXPECT_EQ(fault(), "") << "a configuration of somebody's own";
}

TEST_F(PermissionOfOthers, ServiceMayReadByItsGroupInAClosedFolderThenGood) {
  install_for(kDaemon, kDaemon);
  give(folder_, kDaemon, kDaemon);
  give(file_, 0, kDaemon);
  modes(0640, 0700);
  EXPECT_EQ(fault(), "");
}

TEST_F(PermissionOfOthers, FolderOfAnotherGroupThenAnyWayInCounts) {
  install_for(0, 0);
  give(file_, 0, kDaemon);
  modes(0640, 0701);
  EXPECT_NE(fault(), "") << "members of the file's group are others for the folder";
}

TEST(SecretUsers, InstalledIsWhatIsUnderTheServicesFolder) {
  EXPECT_TRUE(secret_users("/etc/noticed/noticed.toml").is_installed);
  EXPECT_FALSE(secret_users("/etc/noticed-test/noticed.toml").is_installed);
  EXPECT_FALSE(secret_users("/etc/noticed/../noticed.toml").is_installed);
  EXPECT_EQ(secret_users("noticed.toml").self, ::geteuid());
}

}  // namespace
}  // namespace noticed
