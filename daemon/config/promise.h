// How long a section may stay unseen: its interval while all calls of an API fit into the rate; else what is kept
// instead. Pure, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace noticed {

/// Sections of one API with the same interval. `idle`: of channels that are switched off, whose details notify nobody.
struct PromiseGroup {
  std::chrono::milliseconds interval{};
  bool idle = false;
  std::uint64_t sections = 0;
};

/// The share of a limit that promises may use. The rest is for repeated calls, and for haste.
inline constexpr double kPromisedShare = 0.9;

/// The longest promise of a section of a channel that is off, unless even that does not fit.
inline constexpr std::chrono::milliseconds kMaxInterval = std::chrono::hours{6};

/// What some callers of one limit need to keep all intervals: calls per second.
struct Demand {
  double least = 0;  // with idle sections waiting up to `max_interval`
  double all = 0;    // with idle sections like all others
};
/// How much of `per_second` each of them may use, in their order: in proportion to what it needs, if that fits; else
/// what it needs at least, and of the rest in proportion to what else it could use. If even the least is too much, in
/// proportion to that.
std::vector<double> shares_of(const std::vector<Demand>& demands, double per_second);

/// The promise of each group, in their order: its interval if all fit into `per_second` calls. Else sections of idle
/// channels wait as long as necessary, up to `max_interval`; and if that is not enough, the intervals of all others are
/// multiplied by one factor. `per_second` is above zero.
std::vector<std::chrono::milliseconds> promises_of(const std::vector<PromiseGroup>& groups, double per_second,
                                                   std::chrono::milliseconds max_interval);

}  // namespace noticed
