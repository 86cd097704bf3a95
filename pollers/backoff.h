// How long to wait after failures: doubling up to a limit, and jitter, so that not all try again at one moment. Pure
// values; the owner counts the failures and has the random source.
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace noticed {

struct Backoff {
  std::chrono::milliseconds first;
  std::chrono::milliseconds longest;
  std::chrono::milliseconds shortest{0};

  /// The wait after one failure and `more` others in a row, without jitter.
  constexpr std::chrono::milliseconds bound(unsigned more) const {
    constexpr unsigned kMostDoublings = 20;
    return std::min(longest, first * (std::int64_t{1} << std::min(more, kMostDoublings)));
  }

  /// A random time from `shortest` to that bound ("full jitter").
  template <typename Random>
  std::chrono::milliseconds wait(unsigned more, Random& random) const {
    return std::chrono::milliseconds{
        std::uniform_int_distribution<std::int64_t>(shortest.count(), bound(more).count())(random)};
  }
};

/// A random time within 5 % of `interval` to either side of zero: what is due at one interval spreads out.
template <typename Random>
std::chrono::milliseconds jitter(std::chrono::milliseconds interval, Random& random) {
  const std::int64_t most = interval.count() / 20;
  return std::chrono::milliseconds{std::uniform_int_distribution<std::int64_t>(-most, most)(random)};
}

}  // namespace noticed
