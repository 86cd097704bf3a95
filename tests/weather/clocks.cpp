// A wall clock that is set while the daemon runs: no storm of polls, no stall, no nonsense in the history.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "bench/watch_clock.h"
#include "soak/shifted_clock.h"
#include "storage/model/clock.h"
#include "tests/support/temp_dir.h"
#include "weather/arena.h"
#include "weather/scenarios.h"

namespace noticed::weather {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

milliseconds wall() { return std::chrono::duration_cast<milliseconds>(SystemClock().wall().time_since_epoch()); }

constexpr double kNoticed = 6;  // seconds after which the daemon knows that its clock was set

struct Jump {
  const char* name;
  milliseconds before;  // the clock's error when the daemon starts
  milliseconds after;   // and then
};

void judge(Arena& arena, const Jump& jump, milliseconds started) {
  const std::string name = jump.name;
  auto& checks = arena.checks();
  // Sent before the daemon has noticed the jump; later messages must not wait for it.
  checks.check(arena.told_of_a_change(seconds{4}), name + ": a change is told at once");
  const auto polled = arena.healthy_requests();
  const auto begin = bench::steady_now();
  bench::wait_until("polls", bench::Seconds{60},
                    [&] { return bench::seconds_since(begin) >= std::max(arena.seconds(), kNoticed); });
  const double planned = 5 * bench::seconds_since(begin);
  const auto seen = static_cast<double>(arena.healthy_requests() - polled);
  checks.check(seen >= 0.7 * planned && seen <= 1.5 * planned + 5, name + ": neither a storm of polls nor a stall",
               std::to_string(std::lround(seen)) + " of " + std::to_string(std::lround(planned)));
  checks.check(arena.told_of_a_change(seconds{15}), name + ": and another once the jump was noticed");
  // All stored times lie between the earliest and the latest time that the clock showed.
  const auto first = std::min(started + jump.before, wall() + jump.after).count() - 60'000;
  const auto last = std::max(started + jump.before, wall() + jump.after).count() + 60'000;
  const std::string bounds = " NOT BETWEEN " + std::to_string(first) + " AND " + std::to_string(last);
  const auto& scene = arena.scene();
  checks.same(
      scene.count("SELECT (SELECT count(*) FROM event WHERE at_ms" + bounds +
                  ") + (SELECT count(*) FROM change WHERE observed_ms" + bounds + " OR not_before_ms" + bounds +
                  " OR not_before_ms > observed_ms) + (SELECT count(*) FROM snapshot WHERE taken_ms" + bounds +
                  ") + (SELECT count(*) FROM snapshots WHERE superseded_at < taken_at OR confirmed_at < taken_at)"),
      0L, name + ": times that cannot be");
  checks.same(scene.count("SELECT count(*) FROM resources WHERE state <> 'ok'"), 0L,
              name + ": resources that are not well");
}

void play(const Trial& trial, const Jump& jump, const std::string& zone = "UTC") {
  const TempDir folder;
  soak::ShiftedClock clock(CLOCK_SHIFT_LIBRARY, folder.path());
  clock.shift(jump.before);
  ArenaOptions options;
  options.bad_ones = 0;
  options.time_zone = zone;
  Arena arena(options, trial.checks, trial.quick);
  const milliseconds started = wall();
  arena.start();
  clock.shift(jump.after);
  judge(arena, jump, started);
  arena.conclude(jump.name, 1);
}

/// How far the clock must be off to be five seconds before `moment`, seconds since 1970.
milliseconds just_before(std::int64_t moment) { return seconds{moment - 5} - wall(); }

}  // namespace

void clock_forward(const Trial& trial) { play(trial, {"clock an hour forward", {}, hours{1}}); }
void clock_backward(const Trial& trial) { play(trial, {"clock an hour backward", {}, -hours{1}}); }

/// 2027-03-28 and 2027-10-31, 01:00 UTC: the time in Berlin leaves out an hour, and has one twice.
void summer_begins(const Trial& trial) {
  const auto off = just_before(1'806'195'600);
  play(trial, {"summer time begins", off, off}, "Europe/Berlin");
}
void summer_ends(const Trial& trial) {
  const auto off = just_before(1'824'944'400);
  play(trial, {"summer time ends", off, off}, "Europe/Berlin");
}

}  // namespace noticed::weather
