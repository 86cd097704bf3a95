#include "daemon/monitoring/store_monitor.h"

#include "daemon/delivery/dispatcher_fixture.h"
#include "daemon/monitoring/daemon_status.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

/// Holds work back until the test passes it to the store.
class HeldStore final : public StoreAccess {
 public:
  explicit HeldStore(StoreAccess& store) : store_(store) {}
  void run(std::function<void(Store&)> work, std::function<void(std::exception_ptr)> done) override {
    ++asked;
    if (!holding) return store_.run(std::move(work), std::move(done));
    held_.push_back([this, work = std::move(work), done = std::move(done)] { store_.run(work, done); });
  }
  void let_go() {
    holding = false;
    for (const auto& work : std::exchange(held_, {})) work();
  }
  int asked = 0;
  bool holding = false;

 private:
  StoreAccess& store_;
  std::vector<std::function<void()>> held_;
};

class PulseTest : public DispatcherTest {
 protected:
  HeldStore held_{access_};
  StoreMonitor store_monitor_{loop_, held_};
};

TEST_F(PulseTest, StartedThenNumbersAndASurveyAtOnce) {
  add_sink("ops", "webhook");
  begin(3);
  store_monitor_.start();
  EXPECT_FALSE(store_monitor_.numbers());
  loop_.advance(0ms);
  ASSERT_TRUE(store_monitor_.numbers());
  ASSERT_TRUE(store_monitor_.survey());
  EXPECT_EQ(store_monitor_.survey()->groups.at({"prod", service::build}).resources, 3);
  EXPECT_EQ(store_monitor_.answered(), now());
}

TEST_F(PulseTest, TimePassesThenNumbersEveryTenSecondsAndSurveysEveryThirty) {
  begin(1);
  store_monitor_.start();
  loop_.advance(0ms);
  const int at_first = held_.asked;
  EXPECT_EQ(at_first, 2);
  loop_.advance(60s);
  EXPECT_EQ(held_.asked - at_first, 6 + 2);
}

TEST_F(PulseTest, StorageThreadHangsThenItsSilenceGrowsUntilItAnswers) {
  begin(1);
  store_monitor_.start();
  loop_.advance(0ms);
  EXPECT_EQ(store_monitor_.silence(), 0ms);
  held_.holding = true;
  loop_.advance(75s);
  EXPECT_EQ(store_monitor_.silence(), 65s) << "asked after 10 s, and not again";
  held_.let_go();
  loop_.advance(0ms);
  EXPECT_EQ(store_monitor_.silence(), 0ms);
  EXPECT_EQ(store_monitor_.answered(), now());
}

TEST_F(PulseTest, StoreFailsThenItAnswersAndTheLastNumbersStand) {
  begin(1);
  store_monitor_.start();
  loop_.advance(0ms);
  access_.failing = true;
  loop_.advance(60s);
  EXPECT_EQ(store_monitor_.silence(), 0ms);
  EXPECT_TRUE(store_monitor_.numbers());
  EXPECT_TRUE(store_monitor_.survey());
  access_.failing = false;
  begin(2);
  loop_.advance(60s);
  EXPECT_EQ(store_monitor_.survey()->groups.at({"prod", service::build}).resources, 3) << "it goes on";
}

TEST_F(PulseTest, StoppedThenNothingMoreIsAsked) {
  begin(1);
  store_monitor_.start();
  loop_.advance(0ms);
  store_monitor_.stop();
  const int asked = held_.asked;
  loop_.advance(5min);
  EXPECT_EQ(held_.asked, asked);
}

}  // namespace
}  // namespace noticed
