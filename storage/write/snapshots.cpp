#include "storage/write/snapshots.h"

namespace noticed {

CurrentSnapshot load_current(Connection& connection, std::int64_t resource) {
  auto query = connection.query(
      "SELECT s.id, s.document_id, d.digest, s.taken_ms FROM resource r JOIN snapshot s ON s.id = r.snapshot_id "
      "JOIN document d ON d.id = s.document_id WHERE r.id = ?");
  if (!query.bind(resource).step()) return {};
  return {query.integer(0), query.integer(1), query.text(2), query.time(3)};
}

std::int64_t supersede(Connection& connection, std::int64_t resource, const CurrentSnapshot& current,
                       const DocumentRef& document, TimePoint taken) {
  if (current.id != 0) {
    connection
        .query(
            "UPDATE snapshot SET superseded_ms = ?, "
            "confirmed_ms = (SELECT confirmed_ms FROM poll_state WHERE resource_id = snapshot.resource_id), "
            "polls = (SELECT polls FROM poll_state WHERE resource_id = snapshot.resource_id) WHERE id = ?")
        .bind(taken, current.id)
        .run();
  }
  connection.query("INSERT INTO snapshot (resource_id, document_id, taken_ms) VALUES (?, ?, ?)")
      .bind(resource, document.id, taken)
      .run();
  const std::int64_t id = connection.last_row();
  connection.query("UPDATE resource SET snapshot_id = ? WHERE id = ?").bind(id, resource).run();
  connection.query("UPDATE poll_state SET polls = 0 WHERE resource_id = ?").bind(resource).run();
  return id;
}

void add_confirmation(Connection& connection, const Confirmation& confirmation) {
  if (confirmation.polls == 0) return;
  connection
      .query(
          "UPDATE poll_state SET next_due_ms = ?2, polled_ms = max(polled_ms, ?3), "
          "polls = polls + CASE WHEN ?4 > confirmed_ms THEN ?6 ELSE 0 END, "
          "confirmed_ms = max(confirmed_ms, ?4), ok_ms = max(ok_ms, ?5), failures = ?7 WHERE resource_id = ?1")
      .bind(confirmation.resource, confirmation.next_due, confirmation.polled, confirmation.confirmed, confirmation.ok,
            confirmation.polls, confirmation.failures)
      .run();
  if (confirmation.failed_polls == 0) return;
  connection
      .query("UPDATE gap SET polls = polls + ?2 WHERE resource_id = ?1 AND to_ms IS NULL AND reason <> 'not_watched'")
      .bind(confirmation.resource, confirmation.failed_polls)
      .run();
}

void add_poll(Connection& connection, const PollResult& poll) {
  connection
      .query(
          "UPDATE poll_state SET next_due_ms = ?2, polled_ms = max(polled_ms, ?3), polls = polls + ?4, "
          "confirmed_ms = CASE WHEN ?4 THEN max(confirmed_ms, ?3) ELSE confirmed_ms END, "
          "ok_ms = CASE WHEN ?5 THEN max(ok_ms, ?3) ELSE ok_ms END, failures = ?6, last_error = ?7 "
          "WHERE resource_id = ?1")
      .bind(poll.resource, poll.next_due, poll.started, poll.some_good ? 1 : 0, poll.all_good ? 1 : 0, poll.failures,
            poll.error)
      .run();
}

ResourceInfo load_info(Connection& connection, std::int64_t resource) {
  auto query = connection.query(
      "SELECT a.name, a.region, r.service, r.external_id, r.name, r.project_id, r.project_name, r.labels "
      "FROM resource r JOIN account a ON a.id = r.account_id WHERE r.id = ?");
  ResourceInfo info;
  if (!query.bind(resource).step()) return info;
  info.account = query.text(0);
  info.region = query.text(1);
  info.service = stored_service(query.text(2));
  info.id = query.text(3);
  info.name = query.text(4);
  info.project_id = query.text(5);
  info.project_name = query.text(6);
  info.labels = nlohmann::json::parse(query.text(7)).get<std::map<std::string, std::string>>();
  return info;
}

}  // namespace noticed
