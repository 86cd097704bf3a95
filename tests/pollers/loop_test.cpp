// The contract of both loops; then the particulars of each.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "fake_loop.h"
#include "pollers/asio_loop.h"

namespace noticed::tests {
namespace {

using namespace std::chrono_literals;

/// An Asio loop that runs until it has no work left.
class RealRun {
 public:
  Loop& loop() { return loop_; }
  void run() {
    io_.restart();
    io_.run_for(60s);
    EXPECT_TRUE(io_.stopped());
  }

 private:
  SystemClock clock_;
  boost::asio::io_context io_{1};
  AsioLoop loop_{io_.get_executor(), clock_};
};

class FakeRun {
 public:
  Loop& loop() { return loop_; }
  void run() { loop_.advance(60s); }

 private:
  FakeLoop loop_;
};

template <class Tried>
class LoopContract : public testing::Test {
 protected:
  Loop& loop() { return run_.loop(); }
  void run() { run_.run(); }
  std::function<void()> note(char name) {
    return [this, name] { seen_ += name; };
  }
  Tried run_;
  std::string seen_;
};
using Runs = testing::Types<RealRun, FakeRun>;
TYPED_TEST_SUITE(LoopContract, Runs, );

TYPED_TEST(LoopContract, PostedThenCalledLaterInOrder) {
  this->loop().post([this] {
    this->loop().post(this->note('c'));
    this->seen_ += 'a';
  });
  this->loop().post(this->note('b'));
  EXPECT_EQ(this->seen_, "");
  this->run();
  EXPECT_EQ(this->seen_, "abc");
}

TYPED_TEST(LoopContract, AlarmsThenCalledOnceInOrderOfTime) {
  const Alarm late = this->loop().after(200ms, this->note('b'));  // much later, for a busy machine
  const Alarm early = this->loop().after(1ms, this->note('a'));
  EXPECT_EQ(this->seen_, "");
  this->run();
  this->run();
  EXPECT_EQ(this->seen_, "ab");
}

TYPED_TEST(LoopContract, AlarmThenNotBeforeItsTime) {
  const SteadyPoint set = this->loop().clock().steady();
  SteadyPoint rung{};
  const Alarm alarm = this->loop().after(5ms, [&] { rung = this->loop().clock().steady(); });
  this->run();
  EXPECT_GE(rung - set, 5ms);
}

TYPED_TEST(LoopContract, AlarmCancelledDestroyedOrReplacedThenNeverCalled) {
  Alarm cancelled = this->loop().after(1ms, this->note('a'));
  Alarm replaced = this->loop().after(1ms, this->note('b'));
  { const Alarm destroyed = this->loop().after(1ms, this->note('c')); }
  cancelled.cancel();
  replaced = this->loop().after(1ms, this->note('d'));
  this->run();
  EXPECT_EQ(this->seen_, "d");
}

// Both are due: when the first one runs, the second one's handler is queued already.
TYPED_TEST(LoopContract, AlarmDestroyedByAnotherDueAtTheSameTimeThenNeverCalled) {
  Alarm second;
  const Alarm first = this->loop().after(0ms, [&] { second.cancel(); });
  second = this->loop().after(0ms, this->note('x'));
  this->run();
  EXPECT_EQ(this->seen_, "");
}

TYPED_TEST(LoopContract, AlarmSetAgainByItselfThenCalledAgain) {
  Alarm alarm;
  std::function<void()> again = [&] {
    this->seen_ += 'a';
    if (this->seen_.size() < 3) alarm = this->loop().after(1ms, again);
  };
  alarm = this->loop().after(1ms, again);
  this->run();
  EXPECT_EQ(this->seen_, "aaa");
}

TYPED_TEST(LoopContract, AlarmThatRanThenHoldsNothing) {
  auto held = std::make_shared<int>();
  const Alarm alarm = this->loop().after(1ms, [held] {});
  EXPECT_EQ(held.use_count(), 2);
  this->run();
  EXPECT_EQ(held.use_count(), 1);
}

TEST(FakeLoop, AdvanceThenEachAlarmSeesItsOwnTime) {
  FakeLoop loop;
  const TimePoint begin = loop.clock().wall();
  std::vector<std::chrono::milliseconds> seen;
  const auto note = [&] { seen.push_back(loop.clock().wall() - begin); };
  const Alarm later = loop.after(3h, note);
  const Alarm sooner = loop.after(1h, note);
  EXPECT_EQ(loop.next(), 1h);
  loop.advance(2h);
  EXPECT_EQ(seen, (std::vector<std::chrono::milliseconds>{1h}));
  EXPECT_EQ(loop.waiting(), 1U);
  loop.advance(2h);
  EXPECT_EQ(seen, (std::vector<std::chrono::milliseconds>{1h, 3h}));
  EXPECT_EQ(loop.clock().wall() - begin, 4h);
  EXPECT_EQ(loop.next(), std::nullopt);
}

TEST(AsioLoop, ClosedThenNothingKeepsTheContextRunningAndNothingIsCalled) {
  const SystemClock clock;
  boost::asio::io_context io;
  AsioLoop loop(io.get_executor(), clock);
  int called = 0;
  const Alarm tomorrow = loop.after(24h, [&] { ++called; });
  const Alarm now = loop.after(0ms, [&] { ++called; });
  loop.close();
  const Alarm late = loop.after(24h, [&] { ++called; });
  EXPECT_FALSE(late);
  io.run_for(60s);
  EXPECT_TRUE(io.stopped());
  EXPECT_EQ(called, 0);
}

TEST(AsioLoop, AlarmOutlivesTheLoopThenHarmless) {
  const SystemClock clock;
  boost::asio::io_context io;
  Alarm alarm;
  {
    AsioLoop loop(io.get_executor(), clock);
    alarm = loop.after(24h, [] {});
  }
  alarm.cancel();
  io.run_for(60s);
  EXPECT_TRUE(io.stopped());
}

TEST(AsioLoop, ContextEndsWithWorkPostedThenNotCalled) {
  const SystemClock clock;
  int called = 0;
  {
    boost::asio::io_context io;
    AsioLoop loop(io.get_executor(), clock);
    const Alarm alarm = loop.after(0ms, [&] { ++called; });
    loop.post([&] { ++called; });
  }
  EXPECT_EQ(called, 0);
}

}  // namespace
}  // namespace noticed::tests
