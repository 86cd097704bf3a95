#include "daemon/config/poll_budget.h"

#include <algorithm>
#include <cmath>

#include "daemon/config/duration.h"
#include "daemon/config/promise.h"
#include "daemon/config/rate.h"

namespace noticed {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double kTenYears = 3'650.0 * 86'400 * 1'000;  // in milliseconds

double seconds_of(seconds interval) { return std::max(1.0, static_cast<double>(interval.count())); }

/// Rounds up to the second if longer than one: an interval of that length can then be kept.
milliseconds whole(milliseconds time) { return time < seconds{1} ? time : std::chrono::ceil<seconds>(time); }

ApiBudget needs_of(const Api& api, const std::map<seconds, std::uint64_t>& sections) {
  ApiBudget budget;
  budget.api = api;
  for (const auto& [interval, count] : sections) {
    budget.requests += count;
    budget.needed += static_cast<double>(count) / seconds_of(interval);
  }
  return budget;
}

std::string name_of(const Api& api) {
  const ServiceInfo& info = info_of(api.service);
  std::string name(info.word);
  if (info.operations.size() > 1) name += " " + std::string(info.operations[api.operation]);
  return name;
}

std::string remedies_of(const ApiBudget& budget, const HostLoad& load, milliseconds promise) {
  std::string text = "choose a longer interval";
  if (budget.promises.size() == 1) text += " (at least " + to_words(whole(promise)) + ")";
  const double cap = info_of(budget.api.service).cap;
  const bool at_cap = cap > 0 && load.per_operation >= cap;
  if (has_channels(budget.api.service)) text += at_cap ? " or fewer channels" : ", fewer channels";
  if (!at_cap) text += " or a higher rate_limit";
  return text;
}

}  // namespace

void HostLoad::add(Service service, SectionMask sections_of_it, seconds interval) {
  for (SectionIndex section = 0; section < section_count(service); ++section)
    if ((sections_of_it & bit(section)) != 0) ++sections[{service, operation_of(service, section)}][interval];
}

std::vector<ApiBudget> budget_of(const HostLoad& load) {
  std::vector<ApiBudget> budgets;
  std::vector<Demand> demands;
  for (const auto& [api, sections] : load.sections) {
    budgets.push_back(needs_of(api, sections));
    demands.push_back({budgets.back().needed, budgets.back().needed});
  }
  const auto shares =
      load.total ? shares_of(demands, *load.total) : std::vector<double>(demands.size(), load.per_operation);
  for (std::size_t i = 0; i < budgets.size(); ++i) {
    ApiBudget& budget = budgets[i];
    budget.allowed = std::min(shares[i], load.per_operation);
    const double takes = std::min(std::ceil(static_cast<double>(budget.requests) * 1'000 / budget.allowed), kTenYears);
    budget.takes = milliseconds{static_cast<std::int64_t>(takes)};
    std::vector<PromiseGroup> groups;
    for (const auto& [interval, count] : load.sections.at(budget.api)) groups.push_back({interval, false, count});
    const auto promises = promises_of(groups, budget.allowed * kPromisedShare, kMaxInterval);
    for (std::size_t j = 0; j < groups.size(); ++j)
      budget.promises[std::chrono::duration_cast<seconds>(groups[j].interval)] = promises[j];
  }
  return budgets;
}

HostBudget sum_of(const std::vector<ApiBudget>& budgets) {
  HostBudget sum;
  for (const ApiBudget& budget : budgets) {
    sum.requests += budget.requests;
    sum.needed += budget.needed;
    sum.takes = std::max(sum.takes, budget.takes);
  }
  return sum;
}

std::string allowed_text(const HostLoad& load) {
  if (load.total) return "at " + rate_text(*load.total);
  return "at " + rate_text(load.per_operation) + " for each API";
}

std::vector<std::string> budget_warnings(const std::string& host, const HostLoad& load) {
  std::vector<std::string> warnings;
  for (const ApiBudget& budget : budget_of(load))
    for (const auto& [interval, promise] : budget.promises) {
      if (promise <= milliseconds{interval}) continue;
      warnings.push_back(host + ": " + name_of(budget.api) + ": an interval of " + to_text(interval) +
                         " cannot be kept (" + rough_rate_text(budget.needed) + " needed, " +
                         rough_rate_text(budget.allowed * kPromisedShare) + " to spend); every " +
                         to_words(whole(promise)) + " instead" +
                         (has_channels(budget.api.service) ? ", less if channels are off; " : "; ") +
                         remedies_of(budget, load, promise));
    }
  return warnings;
}

std::map<Service, ServiceAge> ages_of(const std::vector<HostLoad>& loads) {
  std::map<Service, ServiceAge> ages;
  std::map<Service, double> sums;
  std::map<Service, std::uint64_t> counts;
  for (const HostLoad& load : loads)
    for (const ApiBudget& budget : budget_of(load))
      for (const auto& [interval, promise] : budget.promises) {
        const Service service = budget.api.service;
        const std::uint64_t count = load.sections.at(budget.api).at(interval);
        ages[service].worst = std::max(ages[service].worst, promise);
        sums[service] += static_cast<double>(count) * static_cast<double>(promise.count()) / 2;
        counts[service] += count;
      }
  for (auto& [service, age] : ages)
    age.mean = milliseconds{static_cast<std::int64_t>(sums[service] / static_cast<double>(counts[service]))};
  return ages;
}

}  // namespace noticed
