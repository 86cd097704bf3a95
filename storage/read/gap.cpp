#include "storage/read/gap.h"

#include "storage/file/connection.h"

namespace noticed {

std::vector<Gap> load_downtime(Connection& connection, TimePoint since, TimePoint until) {
  auto query = connection.query(
      "SELECT coalesce(o.ended_ms, o.alive_ms), n.started_ms FROM run o "
      "LEFT JOIN run n ON n.id = (SELECT min(f.id) FROM run f WHERE f.id > o.id) "
      "WHERE (o.ended_ms IS NOT NULL OR n.id IS NOT NULL) AND coalesce(o.ended_ms, o.alive_ms) < ?2 "
      "AND (n.started_ms IS NULL OR n.started_ms > max(?1, coalesce(o.ended_ms, o.alive_ms))) ORDER BY o.id");
  query.bind(since, until);
  std::vector<Gap> gaps;
  while (query.step()) gaps.push_back({0, "*", "not_running", "", query.time(0), query.maybe_time(1)});
  return gaps;
}

}  // namespace noticed
