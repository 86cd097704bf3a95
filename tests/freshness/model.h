// Repositories whose settings change, and how long a change stays unseen by somebody who asks at a limited rate.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <vector>

#include "storage/model/clock.h"

namespace noticed::freshness {

inline constexpr std::size_t kChannels = 5;
inline constexpr std::size_t kSections = kChannels + 1;  // the first is the status call

struct ModelOptions {
  std::uint32_t seed = 1;
  int days = 75;
  int warm_up_days = 15;  // what changes in them is not counted
  bool equal_rates = false;
};

/// A setting of one section becomes another one.
struct Change {
  SteadyPoint at{};
  std::uint32_t repository = 0;
  std::uint8_t section = 0;
  std::uint8_t channel = 0;  // section 0: the channel that is switched
  bool on = false;           // section 0: and to what
};

/// Repositories in projects, and all their changes in order.
struct World {
  std::vector<std::uint32_t> project;                 // of each repository
  std::vector<std::vector<std::uint32_t>> members;    // of each project
  std::vector<std::array<bool, kChannels>> on;        // each repository's channels at the beginning
  std::vector<std::array<bool, kChannels>> inherits;  // which of them follow the project
  std::vector<Change> changes;
  SteadyPoint counted_from{};
  SteadyPoint end{};
};

World make_world(const ModelOptions& options);

/// Delays of the changes that were seen, in seconds, and of those that the status call shows.
struct Delays {
  std::vector<double> all, critical;
  double worst_over_promise = 0;  // how late a section was asked at most, as a multiple of its promise then
  std::uint64_t calls = 0;
};

struct Summary {
  double mean = 0, p95 = 0, critical_mean = 0, critical_p95 = 0;
};
Summary summary_of(const Delays& delays);

/// Every repository is asked whole in turn, `per_second` calls for the host.
Delays in_turn(const World& world, double per_second);

struct Interruptions {
  std::chrono::milliseconds reload_every{0};   // 0: never
  std::chrono::milliseconds restart_every{0};  // 0: never
};
/// By the daemon's schedule: `per_second` calls for each API, an interval of `interval`.
Delays scheduled(const World& world, double per_second, std::chrono::milliseconds interval, const Interruptions& stops);

}  // namespace noticed::freshness
