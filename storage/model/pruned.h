// What retention removed.
#pragma once

#include <cstdint>

namespace noticed {

/// Numbers of rows removed.
struct Pruned {
  std::int64_t events = 0, changes = 0, deliveries = 0, attempts = 0;
  std::int64_t snapshots = 0, documents = 0;
  std::int64_t gaps = 0, runs = 0, stops = 0;

  std::int64_t rows() const {
    return events + changes + deliveries + attempts + snapshots + documents + gaps + runs + stops;
  }
  Pruned& operator+=(const Pruned& more) {
    events += more.events;
    changes += more.changes;
    deliveries += more.deliveries;
    attempts += more.attempts;
    snapshots += more.snapshots;
    documents += more.documents;
    gaps += more.gaps;
    runs += more.runs;
    stops += more.stops;
    return *this;
  }
};

/// The result of one batch, or the sum of several.
struct PruneStep {
  Pruned removed;
  std::int64_t bytes = 0;  // by which the file shrank
  bool done = false;       // nothing is left to do
};

}  // namespace noticed
