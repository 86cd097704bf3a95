#include "storage/read/survey_query.h"

#include <map>

#include "storage/write/sink_state.h"

namespace noticed {
namespace {

/// Pending events are in order of time, except those replayed on request: the oldest is searched for among this many of
/// the first ones.
constexpr int kLookedAt = 1'000;

std::optional<TimePoint> oldest_waiting(Connection& connection, const std::string& sink) {
  auto query = connection.query(
      "SELECT min(since) FROM (SELECT coalesce(d.queued_ms, e.at_ms) AS since FROM delivery d "
      "JOIN event e ON e.seq = d.event_seq WHERE d.sink = ? AND d.state = 'pending' ORDER BY d.event_seq LIMIT ?)");
  query.bind(sink, kLookedAt).step();
  return query.maybe_time(0);
}

std::map<std::string, SinkNumbers> count_deliveries(Connection& connection) {
  std::map<std::string, SinkNumbers> sinks;
  {
    auto query = connection.query("SELECT name FROM sink");
    while (query.step()) sinks[query.text(0)];
  }
  {
    auto query = connection.query("SELECT sink, count(*) FROM delivery WHERE state = 'pending' GROUP BY sink");
    while (query.step()) sinks[query.text(0)].pending = query.integer(1);
  }
  auto query = connection.query("SELECT sink, count(*) FROM delivery WHERE state = 'dead' GROUP BY sink");
  while (query.step()) sinks[query.text(0)].dead = query.integer(1);
  return sinks;
}

std::int64_t last_of_part(Connection& connection, std::int64_t after, std::size_t limit, std::size_t& rows) {
  auto query = connection.query(
      "SELECT coalesce(max(id), 0), count(*) FROM (SELECT id FROM resource WHERE id > ? ORDER BY id LIMIT ?)");
  query.bind(after, limit).step();
  rows = static_cast<std::size_t>(query.integer(1));
  return query.integer(0);
}

void load_groups(Connection& connection, std::int64_t after, std::int64_t last, SurveyPart& part) {
  auto query = connection.query(
      "SELECT a.name, r.service, count(*), "
      "total((SELECT count(*) FROM coverage c WHERE c.resource_id = r.id AND c.is_failure = 1 AND c.covered = 0)), "
      "min(coalesce(nullif(p.ok_ms, 0), r.first_seen_ms)), min(coalesce(nullif(p.polled_ms, 0), r.first_seen_ms)) "
      "FROM resource r JOIN account a ON a.id = r.account_id JOIN poll_state p ON p.resource_id = r.id "
      "WHERE r.id > ? AND r.id <= ? AND r.retired_ms IS NULL GROUP BY r.account_id, r.service");
  query.bind(after, last);
  while (query.step())
    part.groups.push_back({query.text(0), stored_service(query.view(1)), query.integer(2), query.integer(3),
                           query.time(4), query.time(5)});
}

void load_failing(Connection& connection, std::int64_t after, std::int64_t last, std::size_t most, SurveyPart& part) {
  auto query = connection.query(
      "SELECT v.service, v.external_id, v.name, v.state, v.failures, coalesce(v.last_error, ''), nullif(p.ok_ms, 0) "
      "FROM resources v JOIN poll_state p ON p.resource_id = v.id "
      "WHERE v.id > ? AND v.id <= ? AND v.failures > 0 AND v.state <> 'retired' ORDER BY v.id LIMIT ?");
  query.bind(after, last, most);
  while (query.step())
    part.failing.push_back({stored_service(query.view(0)), query.text(1), query.text(2), query.text(3),
                            query.integer(4), query.text(5), query.maybe_time(6)});
}

}  // namespace

StoreNumbers load_numbers(Connection& connection) {
  StoreNumbers numbers;
  for (auto& [name, sink] : count_deliveries(connection)) {
    sink.sink = name;
    if (sink.pending > 0) sink.oldest = oldest_waiting(connection, name);
    sink.suspended = load_sink(connection, name).suspended;
    numbers.sinks.push_back(std::move(sink));
  }
  auto query = connection.query(
      "SELECT a.name, d.last_complete_ms FROM discovery d JOIN account a ON a.id = d.account_id ORDER BY a.name");
  while (query.step()) numbers.rounds.push_back({query.text(0), query.maybe_time(1)});
  return numbers;
}

SurveyPart load_survey(Connection& connection, std::int64_t after, std::size_t limit, std::size_t most_failing) {
  SurveyPart part;
  std::size_t rows = 0;
  const std::int64_t last = last_of_part(connection, after, limit, rows);
  if (rows == limit) part.next = last;
  if (rows == 0) return part;
  load_groups(connection, after, last, part);
  if (most_failing > 0) load_failing(connection, after, last, most_failing, part);
  return part;
}

}  // namespace noticed
