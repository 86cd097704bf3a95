#include "storage/file/retention_start.h"

namespace noticed {

RetentionStart load_retention_start(Connection& connection) {
  {
    auto table = connection.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'pruned'");
    if (!table.step()) return {};
  }
  auto query = connection.query("SELECT seq, chain, events, horizon_ms FROM pruned");
  if (!query.step()) return {};
  return {query.integer(0), query.text(1), query.integer(2), query.time(3)};
}

void save_retention_start(Connection& connection, const RetentionStart& cut, TimePoint now) {
  connection
      .query("INSERT OR REPLACE INTO pruned (id, horizon_ms, events, seq, chain, at_ms) VALUES (1, ?, ?, ?, ?, ?)")
      .bind(cut.horizon, cut.events, cut.seq, cut.chain, now)
      .run();
}

}  // namespace noticed
