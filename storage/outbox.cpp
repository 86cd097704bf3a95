#include "storage/outbox.h"

#include <algorithm>

namespace noticed {
namespace {

/// Sinks that have a message with a time; one index look-up each.
std::vector<std::string> sinks_with_work(Connection& connection) {
  std::vector<std::string> sinks;
  while (true) {
    auto query = connection.query(
        "SELECT min(sink) FROM delivery WHERE state = 'pending' AND next_attempt_ms IS NOT NULL AND sink > ?");
    query.bind(sinks.empty() ? std::string() : sinks.back()).step();
    if (query.is_null(0)) return sinks;
    sinks.push_back(query.text(0));
  }
}

void append_due(Connection& connection, const std::string& sink, TimePoint now, std::size_t limit,
                std::vector<DueDelivery>& due) {
  auto query = connection.query(
      "SELECT d.event_seq, e.id, e.at_ms, e.type, e.severity, e.body, d.attempts FROM delivery d "
      "JOIN event e ON e.seq = d.event_seq WHERE d.sink = ? AND d.state = 'pending' AND d.next_attempt_ms IS NOT NULL "
      "AND d.next_attempt_ms <= ? ORDER BY d.next_attempt_ms, d.event_seq LIMIT ?");
  query.bind(sink, now, limit);
  const auto first = static_cast<std::ptrdiff_t>(due.size());
  while (query.step()) {
    due.push_back({query.integer(0), sink, query.text(1), query.time(2), query.text(3), severity_from(query.text(4)),
                   query.text(5), static_cast<std::uint32_t>(query.integer(6))});
  }
  std::sort(due.begin() + first, due.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
}

void let_next_go(Connection& connection, const Attempt& attempt, std::int64_t resource) {
  connection
      .query(
          "UPDATE delivery SET next_attempt_ms = ?3 WHERE sink = ?1 AND state = 'pending' AND next_attempt_ms IS NULL "
          "AND event_seq = (SELECT min(event_seq) FROM delivery WHERE sink = ?1 AND resource_id = ?2 "
          "AND state = 'pending')")
      .bind(attempt.sink, resource, attempt.at)
      .run();
}

}  // namespace

std::vector<DueDelivery> load_due(Connection& connection, TimePoint now, std::size_t limit) {
  std::vector<DueDelivery> due;
  for (const std::string& sink : sinks_with_work(connection)) append_due(connection, sink, now, limit, due);
  return due;
}

std::optional<TimePoint> load_next_delivery(Connection& connection, TimePoint after) {
  std::optional<TimePoint> next;
  for (const std::string& sink : sinks_with_work(connection)) {
    auto query = connection.query(
        "SELECT min(next_attempt_ms) FROM delivery WHERE sink = ? AND state = 'pending' "
        "AND next_attempt_ms > ?");
    if (!query.bind(sink, after).step() || query.is_null(0)) continue;
    next = next ? std::min(*next, query.time(0)) : query.time(0);
  }
  return next;
}

void store_attempt(Connection& connection, const Attempt& attempt) {
  std::int64_t resource = 0;
  {
    auto query =
        connection.query("SELECT resource_id FROM delivery WHERE event_seq = ? AND sink = ? AND state = 'pending'");
    if (!query.bind(attempt.seq, attempt.sink).step()) return;  // settled before
    resource = query.integer(0);
  }
  using Verdict = Attempt::Verdict;
  std::string_view state = "pending";
  if (attempt.verdict == Verdict::delivered) state = "delivered";
  if (attempt.verdict == Verdict::dead) state = "dead";
  std::optional<TimePoint> next;
  if (attempt.verdict == Verdict::retry) next = attempt.next_attempt;
  std::optional<TimePoint> delivered;
  if (attempt.verdict == Verdict::delivered) delivered = attempt.at;
  std::optional<int> status;
  if (attempt.status != 0) status = attempt.status;
  std::optional<std::string> error;
  if (!attempt.error.empty()) error = attempt.error;
  connection
      .query(
          "UPDATE delivery SET state = ?, attempts = attempts + 1, next_attempt_ms = ?, delivered_ms = ?, "
          "last_status = ?, last_error = ? WHERE event_seq = ? AND sink = ?")
      .bind(state, next, delivered, status, error, attempt.seq, attempt.sink)
      .run();
  if (attempt.verdict != Verdict::retry) let_next_go(connection, attempt, resource);
}

}  // namespace noticed
