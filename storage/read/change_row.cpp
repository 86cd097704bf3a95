#include "storage/read/change_row.h"

namespace noticed {

const char* const kChangeColumns =
    "SELECT c.id, c.event_id, k.observed_ms, k.not_before_ms, c.service, c.external_id, c.name, c.op, c.channel, "
    "c.event, "
    "c.attribute, c.old, c.new, c.effect, c.severity, c.resource_id FROM changes c JOIN change k ON k.id = c.id "
    "JOIN resource r ON r.id = c.resource_id WHERE 1";

std::optional<TimePoint> maybe_time(SQLite::Statement& row, int column) {
  if (row.isColumnNull(column)) return {};
  return from_ms(row.getColumn(column).getInt64());
}

ChangeRow read_change(SQLite::Statement& row) {
  const auto text = [&](int column) { return row.getColumn(column).getString(); };
  ChangeRow out;
  out.id = row.getColumn(0).getInt64();
  out.event_id = text(1);
  out.observed_at = from_ms(row.getColumn(2).getInt64());
  out.not_before = from_ms(row.getColumn(3).getInt64());
  out.service = text(4);
  out.external_id = text(5);
  out.name = text(6);
  out.op = text(7);
  out.channel = text(8);
  out.event = text(9);
  out.attribute = text(10);
  out.before = text(11);
  out.after = text(12);
  out.effect = text(13);
  out.severity = text(14);
  out.resource = row.getColumn(15).getInt64();
  return out;
}

}  // namespace noticed
