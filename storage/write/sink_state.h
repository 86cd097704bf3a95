// The state of each sink, and the times during which messages do not age. Inside the caller's transaction.
#pragma once

#include <chrono>
#include <string>

#include "storage/file/connection.h"
#include "storage/model/delivery.h"
#include "storage/write/event_log.h"

namespace noticed {

/// An unknown sink is in working order.
SinkState load_sink(Connection& connection, const std::string& sink);
void save_sink(Connection& connection, const std::string& sink, const SinkState& state);

/// Suspends the sink, unless it already is, and reports it through the other sinks.
void suspend(EventWriter& writer, const std::string& sink, SinkState& state, const std::string& reason);
/// Ends the suspension and reports it likewise.
void resume(EventWriter& writer, const std::string& sink, SinkState& state);

/// Pending messages queued at this time or earlier are older than `max_age` now, not counting stops.
TimePoint oldest_alive(Connection& connection, const std::string& sink, std::chrono::seconds max_age, TimePoint now);

/// Messages of all sinks do not age between `from` and `to`.
void stop_clock(Connection& connection, TimePoint from, TimePoint to);
/// Shifts pending due times after the wall clock was set by `by`; it now shows `now`. Messages queued after a jump
/// forward are left alone.
void shift_waits(Connection& connection, std::chrono::milliseconds by, TimePoint now);

}  // namespace noticed
