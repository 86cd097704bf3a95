// How fast one host may be asked: a token bucket that yields when the host complains. Pure: time is handed in.
// Network thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "pollers/reply.h"
#include "storage/model/clock.h"

namespace noticed {

/// While a host refuses requests for their number.
struct HostPause {
  SteadyPoint since{};
  SteadyPoint until{};  // nothing is sent before
  std::string why;
};

class RateLimit {
 public:
  /// `per_second`: as configured, more than 0.
  explicit RateLimit(double per_second, SteadyPoint now) : configured_(per_second), rate_(per_second), filled_(now) {}

  /// Another configured rate; what the host said of its own limit stays.
  void configure(double per_second, SteadyPoint now);

  /// How long until one request may go; zero: now.
  std::chrono::milliseconds wait(SteadyPoint now);
  /// Counts a request that goes now. Only after wait() was zero.
  void take() { tokens_ -= 1; }

  /// A request sent at `sent` was refused for its number. Halves the rate, once for all that were under way together,
  /// and lets nothing go until the pause asked for is over (none asked for: 1 s, doubling up to a minute). A limit that
  /// the host states is kept below by a tenth, for a day.
  void throttled(SteadyPoint sent, SteadyPoint now, const Failure& failure);
  /// A request sent at `sent` ended, and was not refused for its number: if it was sent after the last refusal, the
  /// pause is over. `good`: it was answered well; then the next pause begins at 1 s again.
  void not_refused(SteadyPoint sent, bool good);

  /// Lasts until a request that was sent after the last refusal ends otherwise.
  const std::optional<HostPause>& pause() const { return pause_; }
  /// A long pause, which may be a mistake of the host's or a page of somebody in between: until it is over one request
  /// at a time asks for all. Short ones are how a rate limit works, and the rate that they lower is enough.
  bool probing() const { return pause_ && pause_->until - pause_->since >= std::chrono::minutes{1}; }

  /// Requests a second, now: creeps back to the whole within ten minutes of the last complaint.
  double rate(SteadyPoint now) const;
  /// The rate that it creeps back to.
  double ceiling(SteadyPoint now) const;

 private:
  double burst(SteadyPoint now) const;

  double configured_;
  double rate_;         // at `slowed_`
  SteadyPoint filled_;  // when `tokens_` was right
  double tokens_ = 1;
  std::optional<SteadyPoint> slowed_;  // the last halving
  SteadyPoint closed_until_{};
  SteadyPoint refused_{};  // the last refusal
  std::optional<HostPause> pause_;
  std::optional<StatedLimit> stated_;
  SteadyPoint stated_at_{};
  unsigned unheeded_ = 0;  // complaints since the last answer
};

}  // namespace noticed
