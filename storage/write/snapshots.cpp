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
            "confirmed_ms = (SELECT max(confirmed_ms) FROM section_poll WHERE resource_id = snapshot.resource_id), "
            "polls = (SELECT max(polls) FROM section_poll WHERE resource_id = snapshot.resource_id) WHERE id = ?")
        .bind(taken, current.id)
        .run();
  }
  connection.query("INSERT INTO snapshot (resource_id, document_id, taken_ms) VALUES (?, ?, ?)")
      .bind(resource, document.id, taken)
      .run();
  const std::int64_t id = connection.last_row();
  connection.query("UPDATE resource SET snapshot_id = ? WHERE id = ?").bind(id, resource).run();
  connection.query("UPDATE section_poll SET polls = 0 WHERE resource_id = ?").bind(resource).run();
  return id;
}

void add_confirmation(Connection& connection, const Confirmation& counted) {
  if (counted.polls == 0) return;
  const std::uint32_t good = counted.failing ? 0 : counted.polls;
  connection
      .query(
          "UPDATE section_poll SET next_due_ms = ?3, asked_ms = max(asked_ms, ?4), failures = ?6, "
          "polls = polls + CASE WHEN ?4 > confirmed_ms THEN ?5 ELSE 0 END, "
          "confirmed_ms = CASE WHEN ?5 > 0 THEN max(confirmed_ms, ?4) ELSE confirmed_ms END "
          "WHERE resource_id = ?1 AND section = ?2")
      .bind(counted.resource, counted.section, counted.next_due, counted.asked, good, counted.failures)
      .run();
  if (!counted.failing) return;
  connection
      .query(
          "UPDATE gap SET polls = polls + ?3 "
          "WHERE id = (SELECT gap_id FROM section WHERE resource_id = ?1 AND section = ?2)")
      .bind(counted.resource, counted.section, counted.polls)
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
