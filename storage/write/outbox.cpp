#include "storage/write/outbox.h"

#include <algorithm>
#include <set>

#include "storage/write/sink_state.h"

namespace noticed {
namespace {

DueDelivery read_due(Query& query, const std::string& sink) {
  return {query.integer(0),    sink,
          query.text(1),       query.time(2),
          query.text(3),       severity_from(query.text(4)),
          query.text(5),       static_cast<std::uint32_t>(query.integer(6)),
          query.integer(7) > 0};
}

void load_queue(Connection& connection, const std::string& sink, std::int64_t from, std::size_t limit,
                Outgoing& outgoing) {
  auto query = connection.query(
      "SELECT d.event_seq, e.id, e.at_ms, e.type, e.severity, e.body, d.attempts, d.replays FROM delivery d "
      "JOIN event e ON e.seq = d.event_seq WHERE d.sink = ? AND d.state = 'pending' AND d.event_seq >= ? "
      "ORDER BY d.event_seq LIMIT ?");
  query.bind(sink, from, limit);
  while (query.step()) outgoing.due.push_back(read_due(query, sink));
}

void load_heads(Connection& connection, const std::string& sink, TimePoint now, std::size_t limit, Outgoing& outgoing) {
  {
    auto query = connection.query(
        "SELECT d.event_seq, e.id, e.at_ms, e.type, e.severity, e.body, d.attempts, d.replays FROM delivery d "
        "JOIN event e ON e.seq = d.event_seq WHERE d.sink = ? AND d.state = 'pending' "
        "AND d.next_attempt_ms IS NOT NULL AND d.next_attempt_ms <= ? ORDER BY d.next_attempt_ms, d.event_seq LIMIT ?");
    query.bind(sink, now, limit);
    while (query.step()) outgoing.due.push_back(read_due(query, sink));
  }
  std::sort(outgoing.due.begin(), outgoing.due.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
  auto query = connection.query(
      "SELECT min(next_attempt_ms) FROM delivery WHERE sink = ? AND state = 'pending' AND next_attempt_ms > ?");
  query.bind(sink, now).step();
  outgoing.next = query.maybe_time(0);
}

/// Sets the due time of the queue's new head, if it has none.
void release_next(Connection& connection, const std::string& sink, std::int64_t resource, TimePoint now) {
  connection
      .query(
          "UPDATE delivery SET next_attempt_ms = ?3 WHERE sink = ?1 AND state = 'pending' AND next_attempt_ms IS NULL "
          "AND event_seq = (SELECT min(event_seq) FROM delivery WHERE sink = ?1 AND resource_id = ?2 "
          "AND state = 'pending')")
      .bind(sink, resource, now)
      .run();
}

/// Writes one result into the outbox.
class ResultWriter {
 public:
  ResultWriter(Connection& connection, const AttemptResult& outcome) : connection_(connection), outcome_(outcome) {
    if (outcome.status != 0) status_ = outcome.status;
    if (!outcome.reason.empty()) reason_ = outcome.reason;
  }

  void end_attempt();
  void deliver();
  void mark_dead(std::span<const std::int64_t> events);
  /// Sets the next due time of the events; `counted`: counts as an attempt.
  void reschedule(bool counted);
  void mark_old_dead();
  void release_heads();
  std::int64_t dead() const { return dead_; }

 private:
  /// True if the delivery is pending; then its resource's queue advances later. False: already finished.
  bool remove_from_queue(std::int64_t event);
  void end(std::int64_t event, std::string_view state, std::optional<TimePoint> delivered, bool tried,
           const std::optional<std::string>& reason);

  Connection& connection_;
  const AttemptResult& outcome_;
  std::optional<int> status_;
  std::optional<std::string> reason_;
  std::set<std::int64_t> moved_;  // resources
  std::int64_t dead_ = 0;
};

void ResultWriter::end_attempt() {
  connection_.query("UPDATE attempt SET ended_ms = ?, verdict = ?, status = ?, reason = ? WHERE id = ?")
      .bind(outcome_.at, to_text(outcome_.verdict), status_, reason_, outcome_.attempt)
      .run();
}

bool ResultWriter::remove_from_queue(std::int64_t event) {
  auto query =
      connection_.query("SELECT resource_id FROM delivery WHERE event_seq = ? AND sink = ? AND state = 'pending'");
  if (!query.bind(event, outcome_.sink).step()) return false;
  moved_.insert(query.integer(0));
  return true;
}

void ResultWriter::end(std::int64_t event, std::string_view state, std::optional<TimePoint> delivered, bool tried,
                       const std::optional<std::string>& reason) {
  connection_
      .query(
          "UPDATE delivery SET state = ?, attempts = attempts + ?, next_attempt_ms = NULL, delivered_ms = ?, "
          "last_status = coalesce(?, last_status), last_error = ? WHERE event_seq = ? AND sink = ?")
      .bind(state, tried ? 1 : 0, delivered, tried ? status_ : std::nullopt, reason, event, outcome_.sink)
      .run();
}

void ResultWriter::deliver() {
  for (const std::int64_t event : outcome_.completed)
    if (remove_from_queue(event)) end(event, "delivered", outcome_.at, true, {});
}

void ResultWriter::mark_dead(std::span<const std::int64_t> events) {
  for (const std::int64_t event : events) {
    if (!remove_from_queue(event)) continue;
    end(event, "dead", {}, true, reason_);
    ++dead_;
  }
}

void ResultWriter::reschedule(bool counted) {
  for (const std::int64_t event : outcome_.event_ids) {
    connection_
        .query(
            "UPDATE delivery SET attempts = attempts + ?, next_attempt_ms = ?, last_status = ?, last_error = ? "
            "WHERE event_seq = ? AND sink = ? AND state = 'pending'")
        .bind(counted ? 1 : 0, outcome_.next, status_, reason_, event, outcome_.sink)
        .run();
  }
}

/// Includes those never tried because the sink is unavailable: they would be sent days late as if new.
void ResultWriter::mark_old_dead() {
  const TimePoint oldest = oldest_alive(connection_, outcome_.sink, outcome_.max_age, outcome_.next);
  std::vector<std::int64_t> old;
  {
    auto query = connection_.query(
        "SELECT d.event_seq FROM delivery d WHERE d.sink = ? AND d.state = 'pending' "
        "AND coalesce(d.queued_ms, (SELECT e.at_ms FROM event e WHERE e.seq = d.event_seq)) < ? ORDER BY d.event_seq");
    query.bind(outcome_.sink, oldest);
    while (query.step()) old.push_back(query.integer(0));
  }
  const std::optional<std::string> reason = "older than max_age; " + outcome_.reason;
  for (const std::int64_t event : old) {
    if (!remove_from_queue(event)) continue;
    end(event, "dead", {}, false, reason);
    ++dead_;
  }
}

void ResultWriter::release_heads() {
  for (const std::int64_t resource : moved_) release_next(connection_, outcome_.sink, resource, outcome_.at);
}

}  // namespace

Outgoing load_outgoing(Connection& connection, const std::string& sink, QueueOrder order, TimePoint now,
                       std::size_t limit) {
  Outgoing outgoing;
  outgoing.state = load_sink(connection, sink);
  {
    auto query = connection.query("SELECT max(event_seq) FROM delivery WHERE sink = ? AND state = 'pending'");
    query.bind(sink).step();
    outgoing.newest = query.maybe_integer(0).value_or(0);
  }
  switch (order) {
    case QueueOrder::by_number: load_queue(connection, sink, 0, limit, outgoing); break;
    case QueueOrder::newest: load_queue(connection, sink, outgoing.newest, 1, outgoing); break;
    case QueueOrder::by_resource: load_heads(connection, sink, now, limit, outgoing); break;
  }
  return outgoing;
}

std::int64_t store_attempt(Connection& connection, const DeliveryAttempt& planned) {
  connection.query("INSERT INTO attempt (sink, began_ms, part, parts) VALUES (?, ?, ?, ?)")
      .bind(planned.sink, planned.at, planned.number, planned.of)
      .run();
  const std::int64_t attempt = connection.last_row();
  for (const std::int64_t event : planned.event_ids)
    connection.query("INSERT INTO attempt_event (event_seq, attempt_id) VALUES (?, ?)").bind(event, attempt).run();
  SinkState state = load_sink(connection, planned.sink);
  state.paced = planned.paced;
  save_sink(connection, planned.sink, state);
  return attempt;
}

std::int64_t store_result(EventWriter& writer, const AttemptResult& outcome) {
  Connection& connection = writer.connection();
  SinkState state = load_sink(connection, outcome.sink);
  ResultWriter results(connection, outcome);
  results.end_attempt();
  switch (outcome.verdict) {
    case Verdict::delivered:
      results.deliver();
      state.failures = 0;
      state.pause = {};
      resume(writer, outcome.sink, state);
      break;
    case Verdict::slow_down:
      results.reschedule(false);
      state.pause = outcome.next;
      break;
    case Verdict::retry:
      results.reschedule(true);
      ++state.failures;
      if (outcome.pause_sink) state.pause = outcome.next;
      results.mark_old_dead();
      break;
    case Verdict::drop: results.mark_dead(outcome.event_ids); break;
    case Verdict::suspend:
      results.reschedule(true);
      ++state.failures;
      state.pause = outcome.next;
      suspend(writer, outcome.sink, state, outcome.reason);
      break;
  }
  results.release_heads();
  save_sink(connection, outcome.sink, state);
  return results.dead();
}

}  // namespace noticed
