#include "daemon/config/poll_budget.h"

#include <algorithm>
#include <cmath>

#include "daemon/config/duration.h"
#include "daemon/config/pace.h"
#include "daemon/config/rate.h"

namespace noticed {
namespace {

constexpr double kTenYears = 3'650.0 * 86'400 * 1'000;  // in milliseconds

double seconds_of(std::chrono::seconds interval) { return std::max(1.0, static_cast<double>(interval.count())); }

/// Rounds up to the second if longer than one: an interval of that length can then be kept.
std::chrono::milliseconds whole(std::chrono::milliseconds time) {
  using std::chrono::seconds;
  return time < seconds{1} ? time : std::chrono::ceil<seconds>(time);
}

std::string remedies_of(const HostLoad& load, std::chrono::milliseconds takes) {
  std::string text = "choose a longer interval";
  if (load.requests.size() == 1) text += " (at least " + to_words(takes) + ")";
  const auto any = [&load](auto&& holds) { return std::any_of(load.services.begin(), load.services.end(), holds); };
  const bool by_channel = any(has_channels);
  const bool at_cap = any([&load](Service service) {
    const double cap = info_of(service).cap;
    return cap > 0 && load.per_second >= cap;
  });
  if (by_channel) text += at_cap ? " or fewer channels" : ", fewer channels";
  if (!at_cap) text += " or a higher rate_limit";
  return text;
}

}  // namespace

PollBudget budget_of(const HostLoad& load) {
  PollBudget sweep;
  for (const auto& [interval, requests] : load.requests) {
    sweep.requests += requests;
    sweep.needed += static_cast<double>(requests) / seconds_of(interval);
  }
  const double takes = std::min(std::ceil(static_cast<double>(sweep.requests) * 1'000 / load.per_second), kTenYears);
  sweep.takes = std::chrono::milliseconds{static_cast<std::int64_t>(takes)};
  constexpr double kRounding = 1 + 1e-9;
  if (sweep.needed <= load.per_second * kRounding) return sweep;
  // Not all intervals can be longer than a full pass: then the needed rate would be within the limit.
  for (const auto& [interval, requests] : load.requests)
    if (interval < sweep.takes) sweep.too_short.push_back(interval);
  return sweep;
}

std::vector<std::string> budget_warnings(const std::string& host, const HostLoad& load) {
  const PollBudget sweep = budget_of(load);
  const auto takes = whole(sweep.takes);
  std::string cost = std::to_string(sweep.requests) + " requests at " + rate_text(load.per_second);
  if (load.requests.size() > 1) cost += "; all intervals together need " + rough_rate_text(sweep.needed);
  std::vector<std::string> warnings;
  for (const auto& interval : sweep.too_short)
    warnings.push_back(host + ": one sweep takes " + to_words(takes) + "; an interval of " + to_text(interval) +
                       " cannot be kept (" + cost + "); " + remedies_of(load, takes));
  return warnings;
}

}  // namespace noticed
