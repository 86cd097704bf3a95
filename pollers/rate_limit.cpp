#include "pollers/rate_limit.h"

#include <algorithm>
#include <cmath>

#include "pollers/backoff.h"

namespace noticed {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr double kSlowest = 1.0 / 30;  // one request per 30 s still detects the end of the throttling
constexpr std::chrono::minutes kCreep{10};
constexpr std::chrono::hours kStatedHolds{24};
constexpr double kBelowStated = 0.9;
constexpr Backoff kGuess{seconds{1}, seconds{60}};  // how long to wait, if the host does not say

double in_seconds(milliseconds time) { return duration<double>(time).count(); }

}  // namespace

void RateLimit::configure(double per_second, SteadyPoint now) {
  if (per_second == configured_) return;
  tokens_ = std::min(tokens_, 1.0);
  filled_ = now;
  configured_ = per_second;
  rate_ = slowed_ ? std::min(rate_, per_second) : per_second;
}

double RateLimit::ceiling(SteadyPoint now) const {
  if (!stated_ || now - stated_at_ > kStatedHolds) return configured_;
  const double stated = static_cast<double>(stated_->requests) / in_seconds(stated_->window);
  return std::max(kSlowest, std::min(configured_, kBelowStated * stated));
}

double RateLimit::rate(SteadyPoint now) const {
  const double whole = ceiling(now);
  if (!slowed_) return whole;
  const double crept = in_seconds(now - *slowed_) / in_seconds(kCreep) * whole;
  return std::min(whole, rate_ + crept);
}

/// At most one second's requests, so that a pause does not end in a burst, and a small part of a window that the host
/// counts.
double RateLimit::burst(SteadyPoint now) const {
  double most = rate(now);
  if (stated_) most = std::min(most, static_cast<double>(stated_->requests) / 20);
  return std::max(1.0, most);
}

milliseconds RateLimit::wait(SteadyPoint now) {
  if (now < closed_until_) return closed_until_ - now;
  const double per_second = rate(now);
  const SteadyPoint from = std::max(filled_, closed_until_);
  if (now > from) tokens_ = std::min(burst(now), tokens_ + per_second * in_seconds(now - from));
  filled_ = now;
  if (tokens_ >= 1) return milliseconds{0};
  return milliseconds{static_cast<std::int64_t>(std::ceil((1 - tokens_) / per_second * 1000))};
}

void RateLimit::throttled(SteadyPoint sent, SteadyPoint now, const Failure& failure) {
  if (failure.limit && failure.limit->requests > 0) {
    stated_ = failure.limit;
    stated_at_ = now;
  }
  const bool heard_before = slowed_ && sent <= *slowed_;
  const milliseconds guess = heard_before ? milliseconds{0} : kGuess.bound(reductions_);
  closed_until_ = std::max(closed_until_, now + (failure.retry_after ? *failure.retry_after : guess));
  refused_ = now;
  if (!pause_) pause_ = HostPause{now, {}, {}};
  pause_->until = closed_until_;
  pause_->why = failure.detail;
  if (heard_before) return;
  rate_ = std::max(kSlowest, std::min(rate(now) / 2, ceiling(now)));
  slowed_ = now;
  ++reductions_;
  tokens_ = std::min(tokens_, 0.0);
}

void RateLimit::not_refused(SteadyPoint sent, bool good) {
  if (pause_ && sent <= refused_) return;
  pause_.reset();
  if (good) reductions_ = 0;
}

}  // namespace noticed
