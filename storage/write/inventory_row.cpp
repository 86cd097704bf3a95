#include "storage/write/inventory_row.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace noticed {
namespace {

SectionMask mask(const Query& query, int column) { return static_cast<SectionMask>(query.integer(column)); }

/// Assigns to the existing row, so that a scan of a million rows reuses its memory.
void read_row(const Query& query, InventoryRow& row) {
  row.account = query.integer(1);
  row.external_id = query.view(3);
  Described& described = row.described;
  described.project_id = query.view(4);
  described.project_name = query.view(5);
  described.name = query.view(6);
  described.labels = query.view(7);
  described.interval = query.integer(8);
  described.discovered = query.integer(9) != 0;
  described.misses = query.integer(10);
  described.retired = query.integer(11) != 0;
  row.owner.resource = query.integer(0);
  row.owner.service = stored_service(query.view(2));
  row.owner.asked = mask(query, 12);
  row.owner.state = {mask(query, 13), mask(query, 14), mask(query, 15), mask(query, 16), mask(query, 17)};
  row.notified = notified_state_from(query.view(18));
}

}  // namespace

InventoryScan::InventoryScan(Connection& connection, std::int64_t first, std::int64_t last)
    : query_(connection.query(
          "SELECT r.id, r.account_id, r.service, r.external_id, r.project_id, r.project_name, r.name, r.labels, "
          "r.interval_s, r.discovered, r.misses, r.retired_ms IS NOT NULL, r.sections, r.seen, r.nonempty, r.failing, "
          "r.unsupported, r.off, r.told FROM resource r WHERE r.id BETWEEN ? AND ? ORDER BY r.id")),
      times_(connection.query(
          "SELECT resource_id, section, next_due_ms, asked_ms, confirmed_ms, failures FROM section_poll "
          "WHERE resource_id BETWEEN ? AND ? ORDER BY resource_id, section")) {
  query_.bind(first, last);
  times_.bind(first, last);
  more_times_ = times_.step();
}

/// Both queries are in the order of rows.
void InventoryScan::read_times() {
  row_.times.assign(sections_of(row_.owner.service).size(), {});
  row_.owner.confirmed = {};
  while (more_times_ && times_.integer(0) <= row_.owner.resource) {
    const auto section = static_cast<std::size_t>(times_.integer(1));
    if (times_.integer(0) == row_.owner.resource && section < row_.times.size()) {
      row_.times[section] = {times_.maybe_time(2), times_.time(3), times_.time(4),
                             static_cast<std::uint32_t>(times_.integer(5))};
      row_.owner.confirmed[section] = times_.time(4);
    }
    more_times_ = times_.step();
  }
}

const InventoryRow* InventoryScan::next() {
  if (!query_.step()) return nullptr;
  read_row(query_, row_);
  read_times();
  return &row_;
}

InventoryRow load_row(Connection& connection, std::int64_t resource) {
  InventoryScan scan(connection, resource, resource);
  const InventoryRow* row = scan.next();
  if (row == nullptr) throw std::logic_error("no resource has the row " + std::to_string(resource));
  return *row;
}

std::optional<std::int64_t> find_row(Connection& connection, const ResourceKey& key) {
  auto query = connection.query("SELECT id FROM resource WHERE service = ? AND external_id = ? AND account_id = ?");
  if (!query.bind(to_text(key.service), key.external_id, key.account).step()) return {};
  return query.integer(0);
}

std::int64_t insert_row(Connection& connection, const ResourceKey& key, const Described& described,
                        SectionMask sections, TimePoint now) {
  connection
      .query(
          "INSERT INTO resource (account_id, service, external_id, project_id, project_name, name, labels, interval_s, "
          "discovered, sections, first_seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(key.account, to_text(key.service), key.external_id, described.project_id, described.project_name,
            described.name, described.labels, described.interval, described.discovered ? 1 : 0, sections, now)
      .run();
  const std::int64_t resource = connection.last_row();
  SectionOwner owner;
  owner.resource = resource;
  owner.service = key.service;
  ask_for(connection, owner, sections, now);
  return resource;
}

void update_row(Connection& connection, InventoryRow& row, const Described& described, SectionMask sections,
                TimePoint now) {
  if (row.described != described) {
    connection
        .query(
            "UPDATE resource SET project_id = ?, project_name = ?, name = ?, labels = ?, interval_s = ?, "
            "discovered = ?, misses = ?, retired_ms = NULL WHERE id = ?")
        .bind(described.project_id, described.project_name, described.name, described.labels, described.interval,
              described.discovered ? 1 : 0, described.misses, row.owner.resource)
        .run();
    // A returning resource has an old due time: it is due now.
    if (row.described.retired)
      for (SectionTimes& times : row.times)
        if (times.next_due) times.next_due = now;
    row.described = described;
  }
  if (row.owner.asked == sections) return;
  ask_for(connection, row.owner, sections, now);
  save_sections(connection, row.owner);
}

void retire_row(Connection& connection, std::int64_t resource, TimePoint now) {
  InventoryRow row = load_row(connection, resource);
  ask_for(connection, row.owner, 0, now);
  const SectionState& state = row.owner.state;
  connection
      .query(
          "UPDATE resource SET sections = 0, seen = ?, nonempty = ?, failing = ?, unsupported = ?, retired_ms = ?, "
          "misses = 0, told = NULL, told_ms = NULL WHERE id = ?")
      .bind(state.seen, state.nonempty, state.failing, state.unsupported, now, resource)
      .run();
  connection.query("UPDATE section_poll SET failures = 0 WHERE resource_id = ? AND failures > 0").bind(resource).run();
}

Remembered remembered_of(const InventoryRow& row, const std::string& account, const Described& described,
                         SectionMask sections) {
  const auto asked = [&](SectionMask mask_of) { return static_cast<SectionMask>(mask_of & sections); };
  const SectionState& state = row.owner.state;
  Remembered remembered;
  remembered.resource = row.owner.resource;
  remembered.account = account;
  remembered.service = row.owner.service;
  remembered.id = row.external_id;
  remembered.project_id = described.project_id;
  remembered.interval = std::chrono::seconds{described.interval};
  remembered.wanted = sections;
  remembered.discovered = described.discovered;
  remembered.sections = {asked(state.seen), asked(state.nonempty), asked(state.failing), asked(state.unsupported),
                         asked(state.off)};
  remembered.times = row.times;
  remembered.times.resize(sections_of(row.owner.service).size());
  remembered.notified = row.notified;
  return remembered;
}

std::string labels_text(const std::map<std::string, std::string>& labels) {
  // Labels are external input: invalid UTF-8 is replaced, never rejected.
  return nlohmann::json(labels).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace noticed
