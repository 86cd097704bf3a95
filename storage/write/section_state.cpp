#include "storage/write/section_state.h"

#include <algorithm>

#include "storage/model/digest.h"
#include "storage/model/event.h"

namespace noticed {
namespace {

void set(SectionMask& mask, SectionIndex section) { mask = static_cast<SectionMask>(mask | bit(section)); }
void clear(SectionMask& mask, SectionIndex section) { mask = static_cast<SectionMask>(mask & ~bit(section)); }
bool has(SectionMask mask, SectionIndex section) { return (mask & bit(section)) != 0; }

struct SectionRow {
  std::optional<TimePoint> first_seen;
  std::optional<std::int64_t> gap;
};

SectionRow load_row(Connection& connection, const SectionOwner& owner, SectionIndex section) {
  auto query = connection.query("SELECT first_seen_ms, gap_id FROM section WHERE resource_id = ? AND section = ?");
  if (!query.bind(owner.resource, section).step()) return {};
  return {query.maybe_time(0), query.maybe_integer(1)};
}

void save_row(Connection& connection, const SectionOwner& owner, SectionIndex section, const SectionRow& row) {
  connection
      .query(
          "INSERT INTO section (resource_id, section, first_seen_ms, gap_id) VALUES (?, ?, ?, ?) "
          "ON CONFLICT (resource_id, section) DO UPDATE SET first_seen_ms = excluded.first_seen_ms, "
          "gap_id = excluded.gap_id")
      .bind(owner.resource, section, row.first_seen, row.gap)
      .run();
}

std::optional<std::string> unless_empty(const std::string& text) {
  if (text.empty()) return {};
  return text;
}

/// Counts the poll in the gap if it has this reason; else returns false.
bool count_in(Connection& connection, std::int64_t gap, std::string_view reason, const std::string& detail) {
  connection.query("UPDATE gap SET polls = polls + 1, detail = ? WHERE id = ? AND reason = ?")
      .bind(unless_empty(detail), gap, reason)
      .run();
  return connection.database().getChanges() > 0;
}

/// Returns the end of the gap, which is never before its begin.
TimePoint end_gap(Connection& connection, std::int64_t gap, TimePoint at) {
  connection.query("UPDATE gap SET to_ms = max(from_ms, ?) WHERE id = ?").bind(at, gap).run();
  auto query = connection.query("SELECT to_ms FROM gap WHERE id = ?");
  return query.bind(gap).step() ? query.time(0) : at;
}

}  // namespace

void load_confirmed(Connection& connection, SectionOwner& owner) {
  auto query = connection.query("SELECT section, confirmed_ms FROM section_poll WHERE resource_id = ?");
  query.bind(owner.resource);
  while (query.step()) owner.confirmed.at(static_cast<std::size_t>(query.integer(0))) = query.time(1);
}

void open_gap(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at, std::string_view reason,
              const std::string& detail) {
  SectionRow row = load_row(connection, owner, section);
  TimePoint from = at;
  if (row.gap) {
    if (count_in(connection, *row.gap, reason, detail)) return;
    from = end_gap(connection, *row.gap, at);
  } else if (row.first_seen && owner.confirmed[section] > TimePoint{}) {
    from = owner.confirmed[section];
  }
  connection.query("INSERT INTO gap (resource_id, section, from_ms, reason, polls, detail) VALUES (?, ?, ?, ?, ?, ?)")
      .bind(owner.resource, sections_of(owner.service)[section], from, reason,
            reason == "not_watched" || reason == "late" ? 0 : 1, unless_empty(detail))
      .run();
  row.gap = connection.last_row();
  save_row(connection, owner, section, row);
  set(owner.state.failing, section);
}

void close_gap(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at) {
  if (!has(owner.state.failing, section)) return;
  SectionRow row = load_row(connection, owner, section);
  if (row.gap) end_gap(connection, *row.gap, at);
  row.gap.reset();
  save_row(connection, owner, section, row);
  clear(owner.state.failing, section);
}

void note_unstored(Connection& connection, const SectionOwner& owner, SectionIndex section, TimePoint until) {
  const TimePoint from = owner.confirmed[section];
  connection
      .query(
          "INSERT INTO gap (resource_id, section, from_ms, to_ms, reason, polls, detail) "
          "VALUES (?, ?, ?, ?, 'storage', 0, 'the database could not be written')")
      .bind(owner.resource, sections_of(owner.service)[section], from, std::max(from, until))
      .run();
}

void first_sight(Connection& connection, SectionOwner& owner, SectionIndex section, TimePoint at) {
  SectionRow row = load_row(connection, owner, section);
  if (!row.first_seen) row.first_seen = at;
  save_row(connection, owner, section, row);
  set(owner.state.seen, section);
}

void keep_answer(Connection& connection, std::int64_t resource, SectionIndex section, const std::string& answer) {
  const std::string digest = sha256_hex(answer);
  std::optional<std::int64_t> replaced;
  {
    auto query = connection.query("SELECT answer_id FROM section WHERE resource_id = ? AND section = ?");
    if (query.bind(resource, section).step()) replaced = query.maybe_integer(0);
  }
  connection.query("INSERT INTO answer (digest, body) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING")
      .bind(digest, answer)
      .run();
  connection
      .query(
          "UPDATE section SET answer_id = (SELECT id FROM answer WHERE digest = ?) "
          "WHERE resource_id = ? AND section = ?")
      .bind(digest, resource, section)
      .run();
  if (!replaced) return;
  connection.query("DELETE FROM answer WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM section s WHERE s.answer_id = ?1)")
      .bind(*replaced)
      .run();
}

void save_sections(Connection& connection, const SectionOwner& owner) {
  connection
      .query(
          "UPDATE resource SET sections = ?, seen = ?, nonempty = ?, failing = ?, unsupported = ?, off = ? WHERE id = "
          "?")
      .bind(owner.asked, owner.state.seen, owner.state.nonempty, owner.state.failing, owner.state.unsupported,
            owner.state.off, owner.resource)
      .run();
}

void ask_for(Connection& connection, SectionOwner& owner, SectionMask asked, TimePoint at) {
  const auto count = sections_of(owner.service).size();
  for (SectionIndex section = 0; section < count; ++section) {
    if (has(asked, section) && !has(owner.asked, section))
      connection.query("INSERT OR IGNORE INTO section_poll (resource_id, section) VALUES (?, ?)")
          .bind(owner.resource, section)
          .run();
    if (has(asked, section) || !has(owner.asked, section)) continue;
    if (has(owner.state.seen, section)) {
      open_gap(connection, owner, section, at, "not_watched", {});
    } else {
      close_gap(connection, owner, section, at);
    }
  }
  owner.asked = asked;
}

}  // namespace noticed
