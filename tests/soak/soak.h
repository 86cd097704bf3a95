// An hour of everything at once: two thousand polls a second, changes, faults, reloads, deliveries and pruning, and
// then an account of it all. See README.md. One thread, besides those of the cloud and the inbox.
#pragma once

#include <cstdint>

#include "soak/checks.h"

namespace noticed::soak {

struct SoakOptions {
  double minutes = 60;
  std::uint64_t resources = 20'000;  // each is polled every ten seconds
  bool ancient = true;               // with a history of a month ago, to be pruned
};

/// Throws std::runtime_error if it cannot go on; what it judges goes to `checks`.
void soak(const SoakOptions& options, Checks& checks);

}  // namespace noticed::soak
