#include "daemon/config/promise.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace noticed {
namespace {

using std::chrono::milliseconds;

constexpr double kThirtyYears = 1e12;  // milliseconds: thirty years
constexpr int kSteps = 64;             // of a bisection: exact to the last bit

/// The smallest x from `low` to `high` at which `fits`, which holds from some x on; `high` if it never does.
double smallest(double low, double high, const std::function<bool(double)>& fits) {
  if (fits(low)) return low;
  for (int i = 0; i < kSteps; ++i) {
    const double middle = low + (high - low) / 2;
    (fits(middle) ? high : low) = middle;
  }
  return high;
}

double length_of(milliseconds time) { return std::max(1.0, static_cast<double>(time.count())); }

}  // namespace

std::vector<double> shares_of(const std::vector<Demand>& demands, double per_second) {
  double least = 0;
  double all = 0;
  for (const Demand& demand : demands) {
    least += demand.least;
    all += demand.all;
  }
  const double promised = per_second * kPromisedShare;
  std::vector<double> shares;
  for (const Demand& demand : demands) {
    if (all <= 0)
      shares.push_back(per_second);
    else if (all <= promised)
      shares.push_back(per_second * demand.all / all);
    else if (least < promised && all > least)
      shares.push_back((demand.least + (promised - least) * (demand.all - demand.least) / (all - least)) /
                       kPromisedShare);
    else
      shares.push_back(per_second * demand.least / least);
  }
  return shares;
}

std::vector<milliseconds> promises_of(const std::vector<PromiseGroup>& groups, double per_second,
                                      milliseconds max_interval) {
  const auto promise = [&](const PromiseGroup& group, double factor, double idle) {
    const double stretched = length_of(group.interval) * factor;
    return group.idle ? std::max(stretched, idle) : stretched;
  };
  const auto fits = [&](double factor, double idle) {
    double needed = 0;  // calls a second
    for (const auto& group : groups)
      needed += static_cast<double>(group.sections) * 1'000 / promise(group, factor, idle);
    constexpr double kRounding = 1 + 1e-9;
    return needed <= per_second * kRounding;
  };
  const double idle = smallest(1, length_of(max_interval), [&](double wait) { return fits(1, wait); });
  const double factor = smallest(1, kThirtyYears, [&](double stretch) { return fits(stretch, idle); });
  std::vector<milliseconds> promises;
  for (const auto& group : groups)
    promises.emplace_back(std::llround(std::min(promise(group, factor, idle), kThirtyYears)));
  return promises;
}

}  // namespace noticed
