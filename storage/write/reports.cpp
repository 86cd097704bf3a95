#include "storage/write/reports.h"

#include "storage/model/notice.h"
#include "storage/model/quiet.h"

namespace noticed {
namespace {

void count_resources(Connection& connection, Posture& posture) {
  auto query = connection.query(
      "SELECT count(*), count(snapshot_id), total(failing & sections <> 0) FROM resource WHERE retired_ms IS NULL");
  query.step();
  posture.resources = query.integer(0);
  posture.observed = query.integer(1);
  posture.failing = query.integer(2);
}

void count_coverage(Connection& connection, Posture& posture) {
  auto query = connection.query(
      "SELECT count(*), total(c.covered = 0), total(c.covered IS NULL) FROM coverage c "
      "JOIN resource r ON r.id = c.resource_id WHERE c.is_failure = 1 AND r.retired_ms IS NULL");
  query.step();
  posture.failure_events = query.integer(0);
  posture.uncovered = query.integer(1);
  posture.unknown = query.integer(2);
}

void find_examples(Connection& connection, Posture& posture) {
  auto query = connection.query(
      "SELECT c.service, c.external_id, c.name, c.event FROM coverage c JOIN resource r ON r.id = c.resource_id "
      "WHERE c.is_failure = 1 AND c.covered = 0 AND r.retired_ms IS NULL LIMIT 10");
  while (query.step()) {
    const Service service = stored_service(query.text(0));
    posture.examples.push_back(example_of(service, query.text(1), query.text(2)) + ": " + query.text(3));
  }
}

Posture posture_of(Connection& connection) {
  Posture posture;
  count_resources(connection, posture);
  count_coverage(connection, posture);
  find_examples(connection, posture);
  const ChainHead head = chain_head(connection);
  if (head.seq > 0) posture.chain = std::to_string(head.seq) + ":" + head.chain;
  return posture;
}

TimePoint first_start(Connection& connection) {
  auto query = connection.query("SELECT min(started_ms) FROM run");
  query.step();
  return query.time(0);
}

void count_since(Connection& connection, Quiet& quiet) {
  {
    auto query = connection.query(
        "SELECT count(*) FROM resource r JOIN poll_state p ON p.resource_id = r.id "
        "WHERE r.retired_ms IS NULL AND p.ok_ms >= ?");
    query.bind(quiet.since).step();
    quiet.posture.observed = query.integer(0);
  }
  auto query = connection.query(
      "SELECT count(*) FROM event WHERE type = 'noticed.settings.changed' "
      "AND strftime('%Y-%m-%dT%H:%M:%fZ', at_ms/1000.0, 'unixepoch') >= ?");
  query.bind(to_text(quiet.since)).step();
  quiet.changes = query.integer(0);
}

void find_oldest(Connection& connection, Quiet& quiet) {
  auto query = connection.query(
      "SELECT p.ok_ms, r.service, r.external_id, r.name FROM poll_state p JOIN resource r ON r.id = p.resource_id "
      "WHERE r.retired_ms IS NULL AND p.ok_ms > 0 ORDER BY p.ok_ms LIMIT 1");
  if (!query.step()) return;
  const Service service = stored_service(query.text(1));
  quiet.oldest = {query.time(0), example_of(service, query.text(2), query.text(3))};
}

std::string quiet_key(const std::string& sink) { return "quiet_told." + sink; }

void note(Connection& connection, const std::string& key, const std::string& value) {
  connection.query("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").bind(key, value).run();
}

}  // namespace

void record_posture(EventWriter& writer) {
  Connection& connection = writer.connection();
  {
    auto notified = connection.query("SELECT 1 FROM meta WHERE key = 'posture_told'");
    if (notified.step()) return;
  }
  const Posture posture = posture_of(connection);
  if (posture.observed == 0) return;  // nothing is known yet: a report would mislead
  writer.record({}, {}, posture);
  note(connection, "posture_told", to_text(writer.now()));
}

void record_quiet(EventWriter& writer, const std::string& sink) {
  Connection& connection = writer.connection();
  Quiet quiet;
  quiet.since = last_quiet(connection, sink).value_or(first_start(connection));
  quiet.until = writer.now();
  quiet.posture = posture_of(connection);
  count_since(connection, quiet);
  find_oldest(connection, quiet);
  EventOrigin origin;
  origin.at = origin.due = writer.now();
  origin.only_to = sink;
  writer.record_as(origin, quiet);
  note(connection, quiet_key(sink), std::to_string(to_ms(writer.now())));
}

std::optional<TimePoint> last_quiet(Connection& connection, const std::string& sink) {
  auto query = connection.query("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?");
  if (!query.bind(quiet_key(sink)).step()) return {};
  return query.time(0);
}

std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> count_watched(Connection& connection) {
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> counts;
  auto query = connection.query(
      "SELECT a.name, r.service, r.project_id, count(*) FROM resource r JOIN account a ON a.id = r.account_id "
      "WHERE r.retired_ms IS NULL GROUP BY r.account_id, r.service, r.project_id");
  while (query.step()) counts[{query.text(0), query.text(1), query.text(2)}] = query.integer(3);
  return counts;
}

}  // namespace noticed
