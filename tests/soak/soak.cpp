#include "soak/soak.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <thread>

#include "bench/watch_clock.h"
#include "soak/final_checks.h"
#include "soak/series.h"
#include "soak/shifted_clock.h"
#include "soak/watch.h"

namespace noticed::soak {

using bench::Seconds;
using std::chrono::milliseconds;

namespace {

constexpr Seconds kSampleEvery{5};
constexpr Seconds kPrintEvery{60};
// The first reload doubles what the configuration takes, for good: it belongs to the warm-up, so it comes at once.
constexpr Seconds kFirstReload{5};
constexpr Seconds kReloadEvery{30};
constexpr Seconds kThrottleEvery{300};
constexpr milliseconds kStep{50};
constexpr double kChangesAPoll = 0.01;
constexpr std::uint64_t kAncientChanges = 200;

void say(const std::string& text) { std::cout << "soak: " << text << std::endl; }

/// Something that is due again and again.
class Beat {
 public:
  explicit Beat(Seconds every) : Beat(every, every) {}
  Beat(Seconds every, Seconds first) : every_(every), next_(first.count()) {}
  bool due(double now) {
    if (now < next_) return false;
    next_ += every_.count();
    return true;
  }

 private:
  Seconds every_;
  double next_;
};

Sample sample_of(Watch& watch, double seconds) {
  Sample sample = take_sample(watch.scene().daemon().pid(), watch.scene().database());
  sample.seconds = seconds;
  sample.polls = watch.metric("noticed_polls_total");
  sample.requests = static_cast<double>(watch.requests());
  sample.delivered = static_cast<double>(watch.inbox().messages());
  sample.changes = static_cast<double>(watch.owner().changes());
  return sample;
}

/// A run of the daemon that takes place `ago`, with a few changes.
void live_before(Watch& watch, milliseconds ago) {
  ShiftedClock clock(CLOCK_SHIFT_LIBRARY, watch.scene().dir());
  clock.shift(-ago);
  watch.start();
  const auto wanted = static_cast<long>(watch.owner().changes() + kAncientChanges);
  watch.owner().change(kAncientChanges);
  bench::wait_until("old changes to be seen", Seconds{60},
                    [&] { return watch.scene().count("SELECT count(*) FROM changes") == wanted; });
  bench::wait_until("them to be told", Seconds{60}, [&] {
    return watch.scene().count("SELECT count(*) FROM deliveries WHERE state = 'pending'") == 0;
  });
  if (watch.stop() != 0) throw std::runtime_error("a run of the past ended badly:\n" + watch.scene().log());
}

/// Weather, changes and reloads for so long; what was seen meanwhile.
Series live(Watch& watch, double seconds) {
  Series series;
  const auto begin = bench::steady_now();
  const double polls_a_second = static_cast<double>(watch.resources()) / 10;
  const std::uint64_t made_before = watch.owner().changes();
  series.add(sample_of(watch, 0));
  watch.owner().begin_faults();
  Beat samples(kSampleEvery), prints(kPrintEvery), reloads(kReloadEvery, kFirstReload), throttles(kThrottleEvery);
  Sample printed = series.first();
  std::cout << Series::heading() << std::endl;
  for (double now = 0; now < seconds; now = bench::seconds_since(begin)) {
    const auto due = static_cast<std::uint64_t>(now * polls_a_second * kChangesAPoll) + made_before;
    watch.owner().change(due - std::min(due, watch.owner().changes()));
    if (!watch.scene().daemon().running()) throw std::runtime_error("the daemon has ended:\n" + watch.scene().log());
    if (samples.due(now)) series.add(sample_of(watch, now));
    if (reloads.due(now)) watch.reload();
    if (throttles.due(now)) watch.owner().throttle_once();
    if (prints.due(now)) {
      std::cout << Series::line(printed, series.last()) << std::endl;
      printed = series.last();
      watch.inbox().tidy();
    }
    bench::nap(kStep);
  }
  std::cout << Series::line(printed, sample_of(watch, bench::seconds_since(begin))) << std::endl;
  watch.owner().end_faults();
  return series;
}

}  // namespace

void soak(const SoakOptions& options, Checks& checks) {
  Watch watch(options.resources);
  if (options.ancient) {
    say("a month ago: two runs of the daemon, with " + std::to_string(2 * kAncientChanges) + " changes");
    live_before(watch, std::chrono::hours{24 * 31});
    live_before(watch, std::chrono::hours{24 * 30} - std::chrono::minutes{10});
  }
  say("today: " + std::to_string(options.resources) + " resources, every 10 s");
  const std::uint64_t asked_before = watch.requests();
  const std::vector<std::uint32_t> changed_before = watch.owner().changes_of();
  const std::uint64_t unsigned_before = watch.inbox().unsigned_ones();
  watch.start();
  const Series series = live(watch, options.minutes * 60);
  say("calming down");
  watch.calm_down();
  Account account{watch, series, asked_before, unsigned_before, changed_before, checks};
  account.settle(options);
}

}  // namespace noticed::soak
