#include "daemon/runtime/listening_socket.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/control/socket_path.h"
#include "daemon/runtime/unix_address.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

namespace fs = std::filesystem;

std::string refusal(const fs::path& path) {
  try {
    const ListeningSocket socket(path);
  } catch (const SocketError& error) {
    return error.what();
  }
  return "";
}

TEST(ListeningSocket, MadeThenOwnerAndGroupMayConnectAndItGoesAtTheEnd) {
  const TempDir dir;
  const fs::path path = dir.path() / "control.sock";
  {
    const mode_t before = ::umask(0077);
    const ListeningSocket socket(path);
    ::umask(before);
    struct stat made {};
    ASSERT_EQ(::stat(path.c_str(), &made), 0);
    EXPECT_TRUE(S_ISSOCK(made.st_mode));
    EXPECT_EQ(made.st_mode & 0777U, 0660U);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(ListeningSocket, KilledDaemonLeftOneThenItIsReplaced) {
  const TempDir dir;
  const fs::path path = dir.path() / "control.sock";
  const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const auto address = unix_address(path);
  ASSERT_EQ(::bind(left, reinterpret_cast<const sockaddr*>(&*address), sizeof *address), 0);
  ::close(left);
  ASSERT_TRUE(fs::exists(path));
  EXPECT_EQ(refusal(path), "");
}

TEST(ListeningSocket, SomethingElseIsThereThenItIsLeftAloneAndNamed) {
  const TempDir dir;
  const fs::path path = dir.write("control.sock", "mine");
  EXPECT_EQ(refusal(path), path.string() + ": exists and is not a socket; move it away");
  EXPECT_TRUE(fs::is_regular_file(path));
}

TEST(ListeningSocket, SomebodyListensThereThenItIsNotTakenAway) {
  const TempDir dir;
  const fs::path path = dir.path() / "control.sock";
  const ListeningSocket first(path);
  EXPECT_EQ(refusal(path), path.string() + ": another program listens on it; stop that program first");
  EXPECT_TRUE(fs::exists(path));
}

TEST(ListeningSocket, PathIsLongerThanSocketsTakeThenSaidWithTheLimit) {
  const TempDir dir;
  const fs::path path = dir.path() / std::string(110, 'x');
  const std::string why = refusal(path);
  EXPECT_NE(why.find("is too long for the path of a socket"), std::string::npos) << why;
  EXPECT_NE(why.find("107 at most"), std::string::npos) << why;
  EXPECT_EQ(refusal(dir.path() / std::string(107 - dir.path().native().size() - 1, 'x')), "");
}

TEST(ListeningSocket, DirectoryIsNotThereThenTheCauseIsNamed) {
  const TempDir dir;
  const std::string why = refusal(dir.path() / "none/control.sock");
  EXPECT_NE(why.find("No such file or directory"), std::string::npos) << why;
}

TEST(ControlPlace, SystemdNamesADirectoryThenThereElseBesideTheDatabase) {
  ::unsetenv("RUNTIME_DIRECTORY");
  EXPECT_EQ(control_place("/data/noticed.db"), "/data/noticed.db.sock");
  const std::vector<fs::path> usual{"/run/noticed/control.sock", "/data/noticed.db.sock"};
  EXPECT_EQ(control_places("/data/noticed.db"), usual);
  ::setenv("RUNTIME_DIRECTORY", "/run/one:/run/two", 1);
  EXPECT_EQ(control_place("/data/noticed.db"), "/run/one/control.sock");
  const std::vector<fs::path> named{"/run/one/control.sock", "/run/noticed/control.sock", "/data/noticed.db.sock"};
  EXPECT_EQ(control_places("/data/noticed.db"), named);
  ::unsetenv("RUNTIME_DIRECTORY");
}

}  // namespace
}  // namespace noticed
