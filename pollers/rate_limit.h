// The request rate of one host: a token bucket that slows down when the host rate-limits. Pure: time is passed in.
// Network thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "pollers/reply.h"
#include "storage/model/clock.h"

namespace noticed {

/// A host's pause while it is rate-limiting.
struct HostPause {
  SteadyPoint since{};
  SteadyPoint until{};  // nothing is sent before
  std::string why;
};

class RateLimit {
 public:
  /// `per_second`: as configured, more than 0.
  explicit RateLimit(double per_second, SteadyPoint now) : configured_(per_second), rate_(per_second), filled_(now) {}

  /// Sets the configured rate; keeps the limit that the host stated.
  void configure(double per_second, SteadyPoint now);

  /// Time until one request may be sent; zero: now.
  std::chrono::milliseconds wait(SteadyPoint now);
  /// Counts a request sent now. Only after wait() returned zero.
  void take() { tokens_ -= 1; }

  /// A request sent at `sent` was rate-limited. Halves the rate, once for all requests in flight together, and sends
  /// nothing until the requested pause is over (none requested: 1 s, doubling up to a minute). For a day the rate stays
  /// 10 % below a limit stated by the host.
  void throttled(SteadyPoint sent, SteadyPoint now, const Failure& failure);
  /// A request sent at `sent` ended without being rate-limited: if it was sent after the last refusal, the pause is
  /// over. `good`: it succeeded; then the next pause starts at 1 s again.
  void not_refused(SteadyPoint sent, bool good);

  /// Lasts until a request sent after the last refusal ends without being rate-limited.
  const std::optional<HostPause>& pause() const { return pause_; }
  /// A pause of a minute or more may be a mistake of the host or come from an intermediary: until it is over, one
  /// request at a time probes the host. Short pauses are normal rate limiting, for which the lowered rate suffices.
  bool probing() const { return pause_ && pause_->until - pause_->since >= std::chrono::minutes{1}; }

  /// Current requests per second: recovers to ceiling() within ten minutes of the last refusal.
  double rate(SteadyPoint now) const;
  /// The rate to which it recovers.
  double ceiling(SteadyPoint now) const;

 private:
  double burst(SteadyPoint now) const;

  double configured_;
  double rate_;         // at `slowed_`
  SteadyPoint filled_;  // when `tokens_` was last updated
  double tokens_ = 1;
  std::optional<SteadyPoint> slowed_;  // when the rate was last halved
  SteadyPoint closed_until_{};
  SteadyPoint refused_{};  // time of the last refusal
  std::optional<HostPause> pause_;
  std::optional<StatedLimit> stated_;
  SteadyPoint stated_at_{};
  unsigned reductions_ = 0;  // rate reductions since the last good answer
};

}  // namespace noticed
