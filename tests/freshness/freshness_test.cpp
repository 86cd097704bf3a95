// What the schedule promises, in the model of `./dev freshness`, for some days.
#include <gtest/gtest.h>

#include "freshness/model.h"

namespace noticed::freshness {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

World some_days() {
  ModelOptions options;
  options.days = 5;
  options.warm_up_days = 1;
  return make_world(options);
}

TEST(Freshness, ChangesHappenThenSeenInAThirdOfTheTime) {
  const World world = some_days();
  const Summary before = summary_of(in_turn(world, 3));
  const Summary now = summary_of(scheduled(world, 3, minutes{5}, {}));
  EXPECT_LT(now.mean, 0.30 * before.mean);
  EXPECT_LT(now.p95, 0.37 * before.p95);
  EXPECT_LT(now.critical_mean, 0.22 * before.critical_mean);
  EXPECT_LT(now.critical_p95, 0.25 * before.critical_p95);
}

TEST(Freshness, AnyRateThenNoPromiseIsBroken) {
  const World world = some_days();
  for (const double rate : {1.0, 3.0, 9.0})
    EXPECT_LE(scheduled(world, rate, minutes{5}, {}).worst_over_promise, 1.1) << rate;
}

TEST(Freshness, ReloadsAndKillsThenNoPromiseIsBroken) {
  const World world = some_days();
  EXPECT_LE(scheduled(world, 3, minutes{5}, {minutes{5}, milliseconds{0}}).worst_over_promise, 1.1);
  EXPECT_LE(scheduled(world, 3, minutes{5}, {milliseconds{0}, hours{1}}).worst_over_promise, 1.1);
}

}  // namespace
}  // namespace noticed::freshness
