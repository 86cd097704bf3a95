// The scheduled proof that the watch goes on: what was observed, what changed, what nobody hears of still.
#pragma once

#include <optional>
#include <string>

#include "storage/model/event.h"

namespace noticed {

/// noticed.report.quiet: "report": {"since", "until", "resources", "observed", "failing", "oldest": {"at", "resource"}
/// or null, "changes", "failure_events", "uncovered", "unknown", "examples", "chain"}.
struct Quiet {
  TimePoint since{}, until{};
  Posture posture;  // as it is at `until`; `observed`: with a good answer since `since`
  struct Oldest {
    TimePoint at{};
    std::string resource;  // see example_of
  };
  std::optional<Oldest> oldest;  // the last good poll that lies longest back
  std::int64_t changes = 0;      // events with changed settings
};

Event make_event(const Quiet& what, const EventStamp& stamp, const Policy& policy);
std::string summarize(const Quiet& what);

}  // namespace noticed
