#include "storage/write/sink_state.h"

#include <algorithm>

#include "storage/model/sink_notice.h"

namespace noticed {
namespace {

std::int64_t count_waiting(Connection& connection, const std::string& sink) {
  auto query = connection.query("SELECT count(*) FROM delivery WHERE sink = ? AND state = 'pending'");
  query.bind(sink).step();
  return query.integer(0);
}

/// Reports through the other sinks: this one cannot deliver, or shows its recovery by the messages it gets.
template <typename What>
void record_for_others(EventWriter& writer, const std::string& sink, const What& what) {
  EventOrigin origin;
  origin.at = origin.due = writer.now();
  origin.not_to = sink;
  writer.record_as(origin, what);
}

}  // namespace

SinkState load_sink(Connection& connection, const std::string& sink) {
  SinkState state;
  auto query = connection.query("SELECT paced_ms, pause_ms, failures, suspended_ms, reason FROM sink WHERE name = ?");
  if (!query.bind(sink).step()) return state;
  state.paced = query.time(0);
  state.pause = query.time(1);
  state.failures = static_cast<std::uint32_t>(query.integer(2));
  if (const auto since = query.maybe_time(3)) state.suspended = {*since, query.text(4)};
  return state;
}

void save_sink(Connection& connection, const std::string& sink, const SinkState& state) {
  std::optional<TimePoint> since;
  std::optional<std::string> reason;
  if (state.suspended) {
    since = state.suspended->since;
    reason = state.suspended->reason;
  }
  connection
      .query(
          "INSERT OR REPLACE INTO sink (name, paced_ms, pause_ms, failures, suspended_ms, reason) "
          "VALUES (?, ?, ?, ?, ?, ?)")
      .bind(sink, state.paced, state.pause, state.failures, since, reason)
      .run();
}

void suspend(EventWriter& writer, const std::string& sink, SinkState& state, const std::string& reason) {
  Connection& connection = writer.connection();
  if (state.suspended) {
    state.suspended->reason = reason;
    return;
  }
  state.suspended = {writer.now(), reason};
  connection.query("INSERT OR REPLACE INTO sink_stop (sink, from_ms) VALUES (?, ?)").bind(sink, writer.now()).run();
  record_for_others(writer, sink, SinkSuspended{sink, writer.now(), reason, count_waiting(connection, sink)});
}

void resume(EventWriter& writer, const std::string& sink, SinkState& state) {
  if (!state.suspended) return;
  Connection& connection = writer.connection();
  connection.query("UPDATE sink_stop SET to_ms = ? WHERE sink = ? AND to_ms IS NULL").bind(writer.now(), sink).run();
  record_for_others(writer, sink,
                    SinkResumed{sink, state.suspended->since, writer.now(), count_waiting(connection, sink)});
  state.suspended.reset();
}

TimePoint oldest_alive(Connection& connection, const std::string& sink, std::chrono::seconds max_age, TimePoint now) {
  auto query = connection.query(
      "SELECT from_ms, coalesce(to_ms, ?2) FROM sink_stop WHERE sink IN (?1, '') AND from_ms < ?2 ORDER BY 2 DESC");
  query.bind(sink, now);
  // Goes backwards from `now`, spending max_age only between the stops.
  std::chrono::milliseconds left = max_age;
  TimePoint at = now;
  while (query.step()) {
    const TimePoint from = query.time(0);
    const TimePoint to = std::min(query.time(1), at);
    if (at - to >= left) break;
    left -= at - to;
    at = std::min(at, from);
  }
  return at - left;
}

void stop_clock(Connection& connection, TimePoint from, TimePoint to) {
  connection.query("INSERT OR REPLACE INTO sink_stop (sink, from_ms, to_ms) VALUES ('', ?, ?)").bind(from, to).run();
}

void shift_waits(Connection& connection, std::chrono::milliseconds by, TimePoint now) {
  // Compares with half the jump: what was queued before a jump forward is now at least as old as the jump.
  connection
      .query(
          "UPDATE delivery SET next_attempt_ms = next_attempt_ms + ?1 WHERE state = 'pending' "
          "AND next_attempt_ms IS NOT NULL AND (?1 < 0 OR "
          "coalesce(queued_ms, (SELECT e.at_ms FROM event e WHERE e.seq = delivery.event_seq)) <= ?2)")
      .bind(by.count(), now - by / 2)
      .run();
  connection.query("UPDATE sink SET paced_ms = paced_ms + ?1, pause_ms = pause_ms + ?1").bind(by.count()).run();
}

}  // namespace noticed
