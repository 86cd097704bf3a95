#include "daemon/watch/breaker.h"

namespace noticed {

namespace {

constexpr std::size_t kManyChanges = 20;

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

}  // namespace noticed
