#include "daemon/runtime/systemd_notify.h"

#include "notify_socket.h"
#include "tests/pollers/fake_loop.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using Heard = std::vector<std::string>;

class ServiceManagerTest : public testing::Test {
 protected:
  NotifySocket socket_;
  tests::FakeLoop loop_;
  std::string line_ = "4 resources, 0 failing, outbox 0";
  SystemdNotify service_{loop_, [this] { return line_; }};
};

TEST_F(ServiceManagerTest, ReadyAndStatusAreOneDatagram) {
  service_.ready();
  EXPECT_EQ(socket_.heard(), Heard{"READY=1\nSTATUS=4 resources, 0 failing, outbox 0"});
}

TEST_F(ServiceManagerTest, StatusIsToldWhenItChangesAndNotMoreOftenThanEveryFiveSeconds) {
  service_.ready();
  socket_.heard();
  loop_.advance(40s);
  EXPECT_EQ(socket_.heard(), Heard{});
  for (int failing = 1; failing <= 10; ++failing) {
    line_ = "4 resources, " + std::to_string(failing) + " failing, outbox 0";
    loop_.advance(1s);
  }
  EXPECT_EQ(socket_.heard(),
            (Heard{"STATUS=4 resources, 5 failing, outbox 0", "STATUS=4 resources, 10 failing, outbox 0"}));
}

TEST_F(ServiceManagerTest, ReloadTellsItsTimeInTheSameDatagramAndIsOverWhenReady) {
  service_.ready();
  socket_.heard();
  service_.reloading();
  service_.ready();
  EXPECT_EQ(socket_.heard(), (Heard{"RELOADING=1\nMONOTONIC_USEC=501000", "READY=1\nSTATUS=" + line_}));
}

TEST_F(ServiceManagerTest, RefusedReloadIsOverTooAndStaysInTheStatusUntilOneSucceeds) {
  service_.ready();
  service_.reloading();
  socket_.heard();
  service_.refused("noticed.toml:3:1: unknown key \"a\"\nb");
  const std::string reason =
      "; the new configuration was rejected, the previous one is in force: noticed.toml:3:1: unknown key \"a\" b";
  EXPECT_EQ(socket_.heard(), Heard{"READY=1\nSTATUS=" + line_ + reason});
  line_ = "4 resources, 1 failing, outbox 0";
  loop_.advance(5s);
  EXPECT_EQ(socket_.heard(), Heard{"STATUS=" + line_ + reason});
  service_.ready();
  EXPECT_EQ(socket_.heard(), Heard{"READY=1\nSTATUS=" + line_});
}

TEST_F(ServiceManagerTest, LongReasonIsCutBetweenLetters) {
  const std::string fits(199, 'x');
  std::string reason = fits;
  reason.append("é and more");
  service_.refused(reason);
  std::string end = fits;
  end.append("…");
  EXPECT_TRUE(socket_.heard().at(0).ends_with(end));
}

TEST_F(ServiceManagerTest, StartThatGoesOnAsksForPatienceEveryFiveSeconds) {
  Heard all;
  for (int i = 0; i < 100; ++i) {
    service_.still_starting();
    for (auto& datagram : socket_.heard()) all.push_back(std::move(datagram));
    loop_.advance(100ms);
  }
  const std::string sign = "EXTEND_TIMEOUT_USEC=60000000\nSTATUS=upgrading the database";
  EXPECT_EQ(all, (Heard{sign, sign}));
}

TEST_F(ServiceManagerTest, NothingIsToldAfterStopping) {
  service_.ready();
  socket_.heard();
  service_.stopping();
  service_.stopping();
  service_.ready();
  line_ = "something else";
  loop_.advance(40s);
  EXPECT_EQ(socket_.heard(), Heard{"STOPPING=1\nSTATUS=stopping"});
}

TEST_F(ServiceManagerTest, WithoutASocketNothingHappens) {
  ::unsetenv("NOTIFY_SOCKET");
  service_.still_starting();
  service_.ready();
  service_.stopping();
  EXPECT_EQ(socket_.heard(), Heard{});
}

TEST(ServiceStatus, SaysHowManyFailAndWait) {
  EXPECT_EQ(to_text(ServiceStatus{412, 3, 0, false}), "412 resources, 3 failing, outbox 0");
  EXPECT_EQ(to_text(ServiceStatus{1, 0, 7, true}),
            "1 resource, 0 failing, outbox 7; the database cannot be written, see the log");
}

}  // namespace
}  // namespace noticed
