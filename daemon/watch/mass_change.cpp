#include "daemon/watch/mass_change.h"

namespace noticed {

namespace {

constexpr std::size_t kManyChanges = 20;
constexpr std::size_t kAlikeChanges = 3;
constexpr std::chrono::minutes kTogether{1};

}  // namespace

void Breaker::record(std::uint32_t resource, SteadyPoint now) {
  order_.push_back({now, resource});
  last_[resource] = now;
}

bool Breaker::is_open(std::size_t watched, std::chrono::seconds interval, SteadyPoint now) {
  while (!order_.empty() && now - order_.front().at > interval) {
    const Seen oldest = order_.front();
    order_.pop_front();
    const auto last = last_.find(oldest.resource);
    if (last != last_.end() && last->second == oldest.at) last_.erase(last);
  }
  return last_.size() > kManyChanges && last_.size() * 2 > watched;
}

bool MassChange::record(const std::string& project, const std::string& likeness, std::chrono::seconds quiet,
                        SteadyPoint now) {
  forget(now);
  auto& times = recent_[project + '\n' + likeness];
  times.push_back(now);
  if (times.size() < kAlikeChanges || quiet_until_.contains(project)) return false;
  quiet_until_[project] = now + quiet;
  return true;
}

void MassChange::forget(SteadyPoint now) {
  for (auto& [key, times] : recent_)
    while (!times.empty() && now - times.front() > kTogether) times.pop_front();
  std::erase_if(recent_, [](const auto& entry) { return entry.second.empty(); });
  std::erase_if(quiet_until_, [&](const auto& entry) { return entry.second <= now; });
}

}  // namespace noticed
