#include "daemon/control/control_client.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "daemon/control/socket_path.h"
#include "daemon/runtime/listening_socket.h"
#include "storage/file/lock_file.h"
#include "support/temp_dir.h"

namespace noticed {
namespace {

namespace fs = std::filesystem;
using Reach = ControlClient::Reach;

/// Greets whoever connects with one line, and hangs up once that one has.
class Greeter {
 public:
  Greeter(const fs::path& path, std::string line) : socket_(path), listening_(socket_.release()) {
    thread_ = std::thread([this, line = std::move(line)] {
      for (pollfd waiting{listening_, POLLIN, 0}; ::poll(&waiting, 1, 10'000) == 1;) {
        const int client = ::accept(listening_, nullptr, nullptr);
        if (client < 0) return;
        char byte = 0;
        if (::send(client, line.data(), line.size(), MSG_NOSIGNAL) > 0) ::recv(client, &byte, 1, 0);
        ::close(client);
      }
    });
  }
  ~Greeter() {
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }

 private:
  ListeningSocket socket_;
  int listening_;
  std::thread thread_;
};

class ControlClientTest : public testing::Test {
 protected:
  ~ControlClientTest() override { ::unsetenv("RUNTIME_DIRECTORY"); }
  static std::string greeting(const fs::path& database) {
    return R"({"noticed":"0.1.0","database":")" + database.string() + "\"}\n";
  }
  TempDir dir_;
  fs::path database_ = dir_.write("noticed.db", "ours");
  SystemClock clock_;
};

TEST_F(ControlClientTest, NoDaemonRunsThenNobodyWithTwoRemedies) {
  const ControlClient client(database_, clock_);
  EXPECT_EQ(client.reach(), Reach::nobody);
  EXPECT_NE(client.trouble().find("systemctl start noticed"), std::string::npos) << client.trouble();
  EXPECT_NE(client.trouble().find("noticed run --once"), std::string::npos) << client.trouble();
}

TEST_F(ControlClientTest, OneRunsWithoutASocketThenAbsentWithThePlaces) {
  const LockFile lock(database_);
  const ControlClient client(database_, clock_);
  EXPECT_EQ(client.reach(), Reach::absent);
  EXPECT_NE(client.trouble().find("/run/noticed/control.sock, " + database_.string() + ".sock"), std::string::npos)
      << client.trouble();
}

TEST_F(ControlClientTest, OneServesThenReached) {
  const LockFile lock(database_);
  const Greeter greeter(database_.string() + ".sock", greeting(database_));
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::good);
}

TEST_F(ControlClientTest, AnotherDatabasesDaemonServesFirstThenItIsPassedBy) {
  const LockFile lock(database_);
  ::setenv("RUNTIME_DIRECTORY", dir_.path().c_str(), 1);
  const Greeter other(dir_.path() / "control.sock", greeting(dir_.write("other.db", "theirs")));
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::absent);
  const Greeter ours(database_.string() + ".sock", greeting(database_));
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::good);
}

TEST_F(ControlClientTest, SameDatabaseByAnotherNameThenReached) {
  const LockFile lock(database_);
  const fs::path other_name = dir_.path() / "link.db";
  fs::create_symlink(database_, other_name);
  const Greeter greeter(database_.string() + ".sock", greeting(other_name));
  EXPECT_EQ(ControlClient(database_, clock_).reach(), Reach::good);
}

TEST_F(ControlClientTest, TooManyAreConnectedThenBusyWithItsWords) {
  const LockFile lock(database_);
  const Greeter greeter(database_.string() + ".sock", "{\"answer\":\"error\",\"error\":\"too many\"}\n");
  const ControlClient client(database_, clock_);
  EXPECT_EQ(client.reach(), Reach::busy);
  EXPECT_NE(client.trouble().find("too many"), std::string::npos) << client.trouble();
}

}  // namespace
}  // namespace noticed
