// What a running daemon serves at /metrics: names, types, help and labels; values are of the moment. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "compare/compare_views.h"
#include "compare/copied_history.h"
#include "compare/findings.h"

namespace noticed::compare {

struct Metrics {
  std::map<std::string, std::string> help;  // of each family: type, and text
  std::set<std::string> series;             // names with all their labels
};

struct Life {
  Metrics metrics;
  Views views;  // after its end
};

/// Runs the daemon on the copy until everything was polled, reads its metrics, and stops it. Throws std::runtime_error.
Life live(const CopiedHistory& history, std::uint16_t port);

void compare_metrics(const Metrics& before, const Metrics& after, Findings& findings);
/// That both lives found the same settings, and changed nothing: columns of times and counts left out.
void compare_lives(const Views& before, const Views& after, Findings& findings);

}  // namespace noticed::compare
