// What a service manager hears of the real daemon.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "daemon/runtime/notify_socket.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

class Notify : public testing::Test {
 protected:
  Notify() { scene_.watch(codearts::Service::build, 0); }
  ~Notify() override { ::unsetenv("WATCHDOG_USEC"); }
  void start() {
    scene_.write();
    scene_.start();
  }
  /// Waits for a datagram that begins with this; earlier ones are discarded.
  bool hears(const std::string& beginning) {
    return eventually([&] {
      for (auto& datagram : socket_.heard()) heard_.push_back(std::move(datagram));
      const auto found =
          std::find_if(heard_.begin(), heard_.end(), [&](const auto& one) { return one.starts_with(beginning); });
      if (found == heard_.end()) return false;
      last_ = *found;
      heard_.erase(heard_.begin(), found + 1);
      return true;
    });
  }

  NotifySocket socket_;
  Scene scene_;
  std::vector<std::string> heard_;
  std::string last_;
};

TEST_F(Notify, ReadyComesBeforeTheFirstSweepHasEnded) {
  scene_.fault("/v3/jobs", "delay", {{"ms", 30'000}});
  start();
  EXPECT_TRUE(hears("READY=1\nSTATUS=1 resource, 0 failing, outbox 0"));
}

TEST_F(Notify, ReloadEndsWithReadyWhetherTakenOrRefused) {
  start();
  ASSERT_TRUE(hears("READY=1"));
  scene_.watch(codearts::Service::check, 0);
  scene_.write();
  scene_.daemon().signal(SIGHUP);
  EXPECT_TRUE(hears("RELOADING=1\nMONOTONIC_USEC="));
  EXPECT_TRUE(hears("READY=1\nSTATUS=2 resources"));
  write_file(scene_.config(), read_file(scene_.config()) + "[heartbeat]\nintervall = \"1s\"\n");
  scene_.daemon().signal(SIGHUP);
  EXPECT_TRUE(hears("RELOADING=1"));
  EXPECT_TRUE(hears("READY=1\nSTATUS=2 resources"));
  EXPECT_NE(last_.find("rejected"), std::string::npos) << last_;
  EXPECT_NE(last_.find("intervall"), std::string::npos) << last_;
}

TEST_F(Notify, SignsOfLifeComeAndTheEndIsTold) {
  ::setenv("WATCHDOG_USEC", "2000000", 1);
  start();
  ASSERT_TRUE(hears("READY=1"));
  EXPECT_TRUE(hears("WATCHDOG=1"));
  EXPECT_TRUE(hears("WATCHDOG=1"));
  scene_.daemon().signal(SIGTERM);
  EXPECT_TRUE(hears("STOPPING=1"));
  EXPECT_EQ(scene_.daemon().wait(), 0);
}

}  // namespace
}  // namespace noticed::test
