// A wall clock that jumps causes no storm of polls and no stall, and history never runs backwards.
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "daemon/daemon.h"
#include "daemon/sinks/sink_table.h"
#include "system/scene.h"

namespace noticed::test {
namespace {

using codearts::Service;

class JumpingClock final : public Clock {
 public:
  TimePoint wall() const override { return real_.wall() + std::chrono::milliseconds{jump_ms.load()}; }
  SteadyPoint steady() const override { return real_.steady(); }
  std::atomic<std::int64_t> jump_ms{0};

 private:
  SystemClock real_;
};

class ClockJump : public ::testing::TestWithParam<int> {};

TEST_P(ClockJump, CausesNoStormAndNoStall) {
  Scene scene;
  for (std::uint64_t i = 0; i < 5; ++i) scene.watch(Service::build, i);
  scene.write();
  JumpingClock clock;
  Log log(clock, "error", LogFormat::text);
  auto config = read_config(scene.config(), sink_types()).config;
  Daemon daemon(std::move(config), RunOptions{}, clock, log);
  std::thread thread([&] { daemon.run(); });
  ASSERT_TRUE(scene.first_sight());
  clock.jump_ms = std::chrono::milliseconds{std::chrono::hours{GetParam()}}.count();
  const auto before = scene.cloud().stats()["requests"].get<long>();
  EXPECT_TRUE(eventually([&] { return scene.cloud().stats()["requests"].get<long>() >= before + 15; },
                         std::chrono::seconds{10}))
      << "no stall";
  scene.set(Service::build, codearts::generated_id(Service::build, 0), "query", "/result/1/enable_map/buildJobFail",
            false);
  EXPECT_TRUE(scene.until_count("SELECT count(*) FROM changes WHERE observed_at >= not_before", 1));
  const auto after = scene.cloud().stats()["requests"].get<long>();
  EXPECT_LE(after - before, 60) << "no storm: 5 resources at one poll a second";
  EXPECT_TRUE(scene.receiver().wait_for(2, std::chrono::seconds{20})) << "told, whatever the clock says";
  std::raise(SIGTERM);
  thread.join();
  EXPECT_EQ(scene.count("SELECT count(*) FROM snapshots WHERE superseded_at < taken_at OR confirmed_at < taken_at"), 0);
}

INSTANTIATE_TEST_SUITE_P(Hours, ClockJump, ::testing::Values(-26, 26),
                         [](const auto& hours) { return hours.param < 0 ? "Backwards" : "Forwards"; });

}  // namespace
}  // namespace noticed::test
