#include "storage/write/event_log.h"

namespace noticed {
namespace {

/// Behind a pending message of the same sink and resource, it waits without a due time.
void put_into_outbox(Connection& connection, std::int64_t seq, const std::string& sink, const EventOrigin& origin) {
  connection
      .query(
          "INSERT OR IGNORE INTO delivery (event_seq, sink, resource_id, queued_ms, next_attempt_ms) "
          "SELECT ?1, ?2, ?3, ?4, "
          "CASE WHEN EXISTS (SELECT 1 FROM delivery WHERE sink = ?2 AND resource_id = ?3 AND state = 'pending') "
          "THEN NULL ELSE ?4 END")
      .bind(seq, sink, origin.resource.value_or(0), origin.due)
      .run();
}

}  // namespace

ChainHead chain_head(Connection& connection) {
  auto query = connection.query("SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1");
  if (!query.step()) return {};
  return {query.integer(0), query.text(1)};
}

void append_event(Connection& connection, const Event& event, const ChainHead& head, const EventOrigin& origin,
                  const Policy& policy) {
  connection
      .query(
          "INSERT INTO event (seq, id, at_ms, type, severity, resource_id, summary, body, chain) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(event.seq, event.id, event.at, event.type, to_text(event.severity), origin.resource, event.summary,
            event.body, chain_link(head.chain, event.body))
      .run();
  if (!origin.only_to.empty()) return put_into_outbox(connection, event.seq, origin.only_to, origin);
  const EventFacts facts{event.type, event.severity, origin.info, origin.effects, origin.account, origin.service};
  for (const std::string& sink : route(policy, facts))
    if (sink != origin.not_to) put_into_outbox(connection, event.seq, sink, origin);
}

}  // namespace noticed
