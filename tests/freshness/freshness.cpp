// How long changes stay unseen with the daemon's schedule, compared with whole resources in turn. Prints a table and
// one line of JSON, the means over the seeds.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "freshness/model.h"

namespace noticed::freshness {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr milliseconds kInterval = minutes{5};

void row(const std::string& name, const Delays& delays) {
  const Summary s = summary_of(delays);
  std::printf("%-44s %8zu %9llu %7.0f %7.0f %7.0f %7.0f %8.3f\n", name.c_str(), delays.all.size(),
              static_cast<unsigned long long>(delays.calls), s.mean, s.p95, s.critical_mean, s.critical_p95,
              delays.worst_over_promise);
  std::fflush(stdout);
}

/// Sums of ratios to whole resources in turn, over several seeds.
struct Ratios {
  double mean = 0, p95 = 0, critical_mean = 0, critical_p95 = 0, worst = 0;
  int count = 0;
  void add(const Delays& ours, const Delays& theirs) {
    const Summary a = summary_of(ours);
    const Summary b = summary_of(theirs);
    mean += a.mean / b.mean;
    p95 += a.p95 / b.p95;
    critical_mean += a.critical_mean / b.critical_mean;
    critical_p95 += a.critical_p95 / b.critical_p95;
    worst = std::max(worst, ours.worst_over_promise);
    ++count;
  }
  nlohmann::json json() const {
    const auto rounded = [&](double sum) { return std::round(sum / count * 1'000) / 1'000; };
    return {{"mean_ratio", rounded(mean)},
            {"p95_ratio", rounded(p95)},
            {"critical_mean_ratio", rounded(critical_mean)},
            {"critical_p95_ratio", rounded(critical_p95)},
            {"worst_over_promise", std::round(worst * 1'000) / 1'000}};
  }
};

void run() {
  std::printf("%-44s %8s %9s %7s %7s %7s %7s %8s\n", "", "changes", "calls", "mean s", "p95 s", "crit.", "c. p95",
              "promise");
  Ratios three, same;
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    ModelOptions options;
    options.seed = seed;
    const World world = make_world(options);
    const std::string name = "seed " + std::to_string(seed) + ": ";
    const Delays before = in_turn(world, 3);
    row(name + "in turn, 3/s for the host", before);
    const Delays ours = scheduled(world, 3, kInterval, {});
    row(name + "scheduled, 3/s for each API", ours);
    three.add(ours, before);
    const Delays equal = scheduled(world, 1.5, kInterval, {});
    row(name + "scheduled, as many calls", equal);
    same.add(equal, before);
  }
  ModelOptions shorter;
  shorter.days = 12;
  shorter.warm_up_days = 2;
  const World world = make_world(shorter);
  double worst = std::max(three.worst, same.worst);
  const auto one = [&](const std::string& name, const World& in, double rate, const Interruptions& stops) {
    const Delays delays = scheduled(in, rate, kInterval, stops);
    row("10 days: " + name, delays);
    worst = std::max(worst, delays.worst_over_promise);
  };
  one("1/s for each API", world, 1, {});
  one("9/s for each API", world, 9, {});
  one("3/s, a reload every 5 min", world, 3, {minutes{5}, milliseconds{0}});
  one("3/s, a restart every hour", world, 3, {milliseconds{0}, minutes{60}});
  shorter.equal_rates = true;
  one("3/s, equal rates", make_world(shorter), 3, {});

  nlohmann::json line = three.json();
  line["as_many_calls"] = same.json();
  line["worst_over_promise"] = std::round(worst * 1'000) / 1'000;
  std::printf("%s\n", line.dump().c_str());
}

}  // namespace
}  // namespace noticed::freshness

int main() {
  noticed::freshness::run();
  return 0;
}
