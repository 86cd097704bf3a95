#include "daemon/watch/poll_stats.h"

#include <algorithm>

#include "storage/model/poll_report.h"

namespace noticed {

std::string_view to_text(ResourceState state) {
  switch (state) {
    case ResourceState::ok: return "ok";
    case ResourceState::fresh: return "new";
    case ResourceState::failing: return "failing";
    case ResourceState::unreachable: return "unreachable";
    case ResourceState::gone: return "gone";
  }
  return "";
}

std::string_view outcome_text(std::size_t outcome) {
  if (outcome == kGood) return "ok";
  if (outcome == kUnsigned) return "unsigned";
  if (outcome == kPartial) return "partial";
  return to_text(static_cast<FailureKind>(outcome - 1));
}

void PollTimes::add(std::chrono::milliseconds took) {
  const auto bound = std::lower_bound(kBoundsMs.begin(), kBoundsMs.end(), took.count());
  ++counts[static_cast<std::size_t>(bound - kBoundsMs.begin())];
  sum += took;
}

void PollStats::begin(const std::vector<std::string>& accounts, std::uint32_t fail_after, std::uint32_t gone_after) {
  fail_after_ = fail_after;
  gone_after_ = gone_after;
  std::erase_if(by_name_, [&](const auto& entry) {
    return std::find(accounts.begin(), accounts.end(), entry.first) == accounts.end();
  });
  by_number_.clear();
  for (const auto& account : accounts) {
    Services& services = by_name_[account];
    for (auto& poll_stats : services) poll_stats.resources = {};
    by_number_.push_back(&services);
  }
}

void PollStats::count(Watched& watched) {
  watched.state = static_cast<std::uint8_t>(state_of(watched));
  ++of(watched).resources[watched.state];
}

void PollStats::changed(const Watched& watched, const std::array<std::uint32_t, 3>& changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) of(watched).changes[i] += changes[i];
}

ResourceState PollStats::state_of(const Watched& watched) const {
  if (watched.failures == 0) return watched.fresh ? ResourceState::fresh : ResourceState::ok;
  if (watched.notified == NotifiedState::gone || watched.missing >= gone_after_) return ResourceState::gone;
  return watched.failures >= fail_after_ ? ResourceState::unreachable : ResourceState::failing;
}

}  // namespace noticed
