#include "storage/write/replay.h"

#include "storage/file/database.h"
#include "storage/file/database_file.h"
#include "storage/file/transaction.h"

namespace noticed {
namespace {

constexpr std::int64_t kForever = std::int64_t{1} << 62;

/// The rows to replay; bound to sink, since, until, dead_only.
constexpr const char* kCount =
    "SELECT total(d.state = 'delivered'), total(d.state = 'dead') FROM delivery d JOIN event e ON e.seq = d.event_seq "
    "WHERE d.sink = ?1 AND e.at_ms >= ?2 AND e.at_ms < ?3 AND d.state IN ('dead', CASE WHEN ?4 THEN 'dead' ELSE "
    "'delivered' END)";

ReplayCount count(Connection& connection, const ReplayRequest& request) {
  auto query = connection.query(kCount);
  query.bind(request.sink, request.since, request.until.value_or(from_ms(kForever)), request.dead_only ? 1 : 0).step();
  return {query.integer(0), query.integer(1)};
}

void put_back(Connection& connection, const ReplayRequest& request, TimePoint now) {
  connection
      .query(
          "UPDATE delivery SET state = 'pending', attempts = 0, next_attempt_ms = NULL, delivered_ms = NULL, "
          "queued_ms = ?5, replays = replays + 1 WHERE sink = ?1 "
          "AND state IN ('dead', CASE WHEN ?4 THEN 'dead' ELSE 'delivered' END) "
          "AND (SELECT e.at_ms FROM event e WHERE e.seq = event_seq) >= ?2 "
          "AND (SELECT e.at_ms FROM event e WHERE e.seq = event_seq) < ?3")
      .bind(request.sink, request.since, request.until.value_or(from_ms(kForever)), request.dead_only ? 1 : 0, now)
      .run();
  // Only the head of each queue has a due time; a replayed older event may come before the pending ones.
  connection
      .query(
          "UPDATE delivery SET next_attempt_ms = CASE WHEN event_seq = (SELECT min(o.event_seq) FROM delivery o WHERE "
          "o.sink = ?1 AND o.resource_id = delivery.resource_id AND o.state = 'pending') "
          "THEN coalesce(next_attempt_ms, ?2) END WHERE sink = ?1 AND state = 'pending'")
      .bind(request.sink, now)
      .run();
  // Ends a pause after failures: the user expects the sink to work. A pause that the sink asked for is kept.
  connection.query("UPDATE sink SET pause_ms = 0 WHERE name = ? AND failures > 0").bind(request.sink).run();
}

}  // namespace

ReplayCount count_replay(const std::filesystem::path& database, const ReplayRequest& request) {
  return translating(database,
                     [&] { return count(*open_for_reading(database, built_in_migrations().back().number), request); });
}

ReplayCount replay(const std::filesystem::path& database, const ReplayRequest& request, TimePoint now) {
  return translating(database, [&] {
    const int newest = built_in_migrations().back().number;
    const int schema = schema_number(*open_for_reading(database, newest), newest);
    if (schema != newest)
      throw StoreError(StoreError::Kind::refused,
                       database.string() + ": has an older schema; start the daemon of this version once");
    prepare_database_file(database);
    const auto connection = open_for_writing(database, built_in_migrations());
    WriteTransaction transaction(*connection);
    const ReplayCount counted = count(*connection, request);
    put_back(*connection, request, now);
    transaction.commit();
    return counted;
  });
}

}  // namespace noticed
