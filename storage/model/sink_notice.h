// Events about sinks: suspended and resumed. Delivered through the other sinks.
#pragma once

#include <string>

#include "storage/model/event.h"

namespace noticed {

/// noticed.sink.suspended: "sink", "suspension": {"since", "reason", "waiting"}; critical.
struct SinkSuspended {
  std::string sink;
  TimePoint since{};
  std::string reason;  // without secrets
  std::int64_t waiting = 0;
};

/// noticed.sink.resumed: "sink", "suspension": {"since", "until", "waiting"}.
struct SinkResumed {
  std::string sink;
  TimePoint since{}, until{};
  std::int64_t waiting = 0;
};

Event make_event(const SinkSuspended& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const SinkResumed& what, const EventStamp& stamp, const Policy& policy);

}  // namespace noticed
