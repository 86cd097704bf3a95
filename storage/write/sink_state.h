// Where each sink stands, and the time that ages no message. Inside the caller's transaction.
#pragma once

#include <chrono>
#include <string>

#include "storage/file/connection.h"
#include "storage/model/delivery.h"
#include "storage/write/event_log.h"

namespace noticed {

/// A sink that is on no record stands well.
SinkState load_sink(Connection& connection, const std::string& sink);
void save_sink(Connection& connection, const std::string& sink, const SinkState& state);

/// Marks it suspended, unless it is, and tells the other sinks.
void suspend(EventWriter& writer, const std::string& sink, SinkState& state, const std::string& reason);
/// The opposite.
void resume(EventWriter& writer, const std::string& sink, SinkState& state);

/// What waits since then or longer is older than `max_age` now, time that does not count left out.
TimePoint oldest_alive(Connection& connection, const std::string& sink, std::chrono::seconds max_age, TimePoint now);

/// No sink's messages age between then and then.
void stop_clock(Connection& connection, TimePoint from, TimePoint to);
/// Moves what waits for a time of the wall clock, which was set by so much and is `now`. What came after it was set
/// forward stays.
void shift_waits(Connection& connection, std::chrono::milliseconds by, TimePoint now);

}  // namespace noticed
