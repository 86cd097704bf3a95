#include "daemon/runtime/watchdog.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/pollers/fake_loop.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

/// A storage thread that answers when the test says so. The watchdog's questions never use the store.
class SilentStore final : public StoreAccess {
 public:
  void run(std::function<void(Store&)>, std::function<void(std::exception_ptr)> done) override {
    waiting_.push_back(std::move(done));
  }
  void answer(std::exception_ptr error = nullptr) {
    for (const auto& done : std::exchange(waiting_, {})) done(error);
  }
  std::size_t asked() const { return waiting_.size(); }

 private:
  std::vector<std::function<void(std::exception_ptr)>> waiting_;
};

class WatchdogTest : public testing::Test {
 protected:
  WatchdogTest() { watchdog_.start(); }
  tests::FakeLoop loop_;
  SilentStore store_;
  int signs_ = 0;
  Watchdog watchdog_{loop_, store_, 60s, [this] { ++signs_; }};
};

TEST_F(WatchdogTest, SignsEveryHalfLimitWhileBothThreadsMove) {
  for (int i = 1; i <= 5; ++i) {
    store_.answer();
    loop_.advance(29'999ms);
    EXPECT_EQ(signs_, i - 1);
    loop_.advance(1ms);
    EXPECT_EQ(signs_, i);
  }
}

TEST_F(WatchdogTest, StorageThatDoesNotAnswerStopsTheSigns) {
  store_.answer();
  loop_.advance(30s);
  loop_.advance(10min);
  EXPECT_EQ(signs_, 1);
  EXPECT_EQ(store_.asked(), 1U) << "questions do not pile up";
}

TEST_F(WatchdogTest, LateAnswerSignsAtOnce) {
  loop_.advance(45s);
  EXPECT_EQ(signs_, 0);
  store_.answer();
  EXPECT_EQ(signs_, 1);
  loop_.advance(15s);
  EXPECT_EQ(signs_, 1) << "the next answer is still to come";
  store_.answer();
  EXPECT_EQ(signs_, 2);
}

TEST_F(WatchdogTest, StoreThatFailsIsNoThreadThatHangs) {
  store_.answer(std::make_exception_ptr(std::runtime_error("disk full")));
  loop_.advance(30s);
  EXPECT_EQ(signs_, 1);
}

TEST_F(WatchdogTest, StartingAgainChangesNothing) {
  watchdog_.start();
  store_.answer();
  loop_.advance(30s);
  EXPECT_EQ(signs_, 1);
}

TEST_F(WatchdogTest, NothingWaitsOnceItIsStopped) {
  loop_.advance(30s);
  watchdog_.stop();
  EXPECT_EQ(loop_.waiting(), 0U) << "or the loop would not end";
  store_.answer();
  watchdog_.start();
  loop_.advance(1h);
  EXPECT_EQ(signs_, 0);
}

TEST(WatchdogLimit, WithoutOneNothingIsAskedOrSigned) {
  tests::FakeLoop loop;
  SilentStore store;
  Watchdog watchdog(loop, store, 0s, [] { FAIL(); });
  watchdog.start();
  loop.advance(1h);
  EXPECT_EQ(store.asked(), 0U);
}

TEST(WatchdogLimit, IsReadFromTheEnvironmentAndMeantForThisProcess) {
  ::unsetenv("WATCHDOG_USEC");
  EXPECT_EQ(watchdog_limit(), 0ms);
  ::setenv("WATCHDOG_USEC", "3000000", 1);
  EXPECT_EQ(watchdog_limit(), 3s);
  ::setenv("WATCHDOG_PID", "1", 1);
  EXPECT_EQ(watchdog_limit(), 0ms) << "meant for another process";
  ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
  EXPECT_EQ(watchdog_limit(), 3s);
  ::unsetenv("WATCHDOG_USEC");
  ::unsetenv("WATCHDOG_PID");
}

}  // namespace
}  // namespace noticed
