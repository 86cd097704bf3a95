// The scheduled report that monitoring works: what was observed, what changed, which failure events notify nobody.
#pragma once

#include <optional>
#include <string>

#include "storage/model/event.h"

namespace noticed {

/// noticed.report.quiet: "report": {"since", "until", "resources", "observed", "failing", "oldest": {"at", "resource"}
/// or null, "changes", "failure_events", "uncovered", "unknown", "examples", "chain"}.
struct Quiet {
  TimePoint since{}, until{};
  Posture posture;  // as of `until`; `observed`: with a good answer since `since`
  struct Oldest {
    TimePoint at{};
    std::string resource;  // see example_of
  };
  std::optional<Oldest> oldest;  // the resource whose last good poll is oldest
  std::int64_t changes = 0;      // events with changed settings
};

Event make_event(const Quiet& what, const EventStamp& stamp, const Policy& policy);

}  // namespace noticed
