#include "storage/read/history.h"

#include <algorithm>
#include <map>

#include "storage/file/retention_start.h"
#include "storage/model/policy.h"
#include "storage/model/service.h"
#include "storage/read/change_row.h"
#include "storage/read/cursor.h"
#include "storage/read/read_transaction.h"
#include "storage/write/documents.h"
#include "storage/write/outages.h"

namespace noticed {
namespace {

constexpr const char* kResourceColumns =
    "SELECT r.id, a.name, a.region, r.service, r.project_id, r.project_name, r.external_id, r.name, v.state, "
    "p.last_error, r.interval_s, r.first_seen_ms, nullif(p.polled_ms, 0), nullif(p.ok_ms, 0), r.last_changed_ms, "
    "CASE WHEN r.retired_ms IS NULL THEN p.next_due_ms END, p.failures, r.sections FROM resource r "
    "JOIN account a ON a.id = r.account_id JOIN poll_state p ON p.resource_id = r.id JOIN resources v ON v.id = r.id ";
constexpr const char* kResourceOrder = " ORDER BY r.retired_ms IS NOT NULL, r.id";

ResourceRow read_resource(SQLite::Statement& row) {
  const auto text = [&](int column) { return row.getColumn(column).getString(); };
  ResourceRow out;
  out.id = row.getColumn(0).getInt64();
  out.account = text(1);
  out.region = text(2);
  out.service = text(3);
  out.project_id = text(4);
  out.project_name = text(5);
  out.external_id = text(6);
  out.name = text(7);
  out.state = text(8);
  out.last_error = text(9);
  out.interval_s = row.getColumn(10).getInt64();
  out.first_seen = maybe_time(row, 11);
  out.last_polled = maybe_time(row, 12);
  out.last_ok = maybe_time(row, 13);
  out.last_changed = maybe_time(row, 14);
  out.next_poll = maybe_time(row, 15);
  out.failures = row.getColumn(16).getInt64();
  out.sections = static_cast<SectionMask>(row.getColumn(17).getInt64());
  return out;
}

/// The conditions of a query and the values to bind.
struct Conditions {
  std::string sql;
  std::vector<std::string> values;
  void add(const std::string& condition, const std::string& value) {
    sql += " AND " + condition;
    values.push_back(value);
  }
};

Conditions conditions_of(const ChangeFilter& filter) {
  Conditions out;
  if (filter.resource) out.add("c.resource_id = CAST(? AS INTEGER)", std::to_string(*filter.resource));
  if (filter.since) out.add("c.observed_at >= ?", to_text(*filter.since));
  if (filter.until) out.add("c.observed_at < ?", to_text(*filter.until));
  if (!filter.service.empty()) out.add("c.service = ?", filter.service);
  if (!filter.channel.empty()) out.add("c.channel = ?", filter.channel);
  if (!filter.effect.empty()) out.add("c.effect = ?", filter.effect);
  if (filter.severity == "critical") out.add("c.severity = ?", "critical");
  if (filter.severity == "warning") out.add("c.severity <> ?", "info");
  const auto equals = filter.label.find('=');
  if (!filter.label.empty()) {
    const std::string key = filter.label.substr(0, equals);
    const std::string value = equals == std::string::npos ? std::string() : filter.label.substr(equals + 1);
    out.add("EXISTS (SELECT 1 FROM json_each(r.labels) l WHERE l.key = ?", key);
    out.sql += " AND l.value = ?)";
    out.values.push_back(value);
  }
  if (!filter.after.empty()) {
    const auto place = cursor_parts(filter.after, 2);
    out.add("c.observed_at <= ?", place[0]);
    out.add("(c.observed_at < ?", place[0]);
    out.sql += " OR c.id < CAST(? AS INTEGER))";
    out.values.push_back(place[1]);
  }
  return out;
}

/// A text greater than all that begin with `prefix`.
std::string beyond(const std::string& prefix) { return prefix + "\xf4\x8f\xbf\xbf"; }

}  // namespace

class History::Queries {
 public:
  explicit Queries(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

  template <typename Work>
  auto read(Work&& work) {
    return in_one_state(*connection_, std::forward<Work>(work));
  }

  std::vector<ResourceRow> resources(const std::string& condition, const std::vector<std::string>& values);
  std::vector<ResourceRow> exact(const std::string& text);
  std::vector<ResourceRow> with_prefix(const std::string& text);
  void load_snapshot(std::int64_t resource, TimePoint at, StateAt& state);
  void load_gaps(std::int64_t resource, TimePoint at, StateAt& state);
  void load_downtime(TimePoint at, StateAt& state);
  void load_unseen(std::int64_t resource, TimePoint at, StateAt& state);
  Connection& connection() { return *connection_; }

 private:
  std::shared_ptr<Connection> connection_;
};

std::vector<ResourceRow> History::Queries::resources(const std::string& condition,
                                                     const std::vector<std::string>& values) {
  auto statement = connection_->once(kResourceColumns + condition + kResourceOrder);
  int index = 0;
  for (const std::string& value : values) statement.bind(++index, value);
  std::vector<ResourceRow> rows;
  while (statement.executeStep()) rows.push_back(read_resource(statement));
  return rows;
}

std::vector<ResourceRow> History::Queries::exact(const std::string& text) {
  const auto slash = text.find('/');
  if (slash != std::string::npos) {
    auto rows = resources("WHERE r.service = ? AND r.external_id = ?", {text.substr(0, slash), text.substr(slash + 1)});
    if (!rows.empty()) return rows;
  }
  return resources("WHERE r.name = ?", {text});
}

std::vector<ResourceRow> History::Queries::with_prefix(const std::string& text) {
  const auto slash = text.find('/');
  std::map<std::int64_t, ResourceRow> found;
  const auto keep = [&](std::vector<ResourceRow> rows) {
    for (auto& row : rows) found.emplace(row.id, std::move(row));
  };
  if (slash != std::string::npos) {
    const std::string id = text.substr(slash + 1);
    keep(resources("WHERE r.service = ? AND r.external_id >= ? AND r.external_id < ?",
                   {text.substr(0, slash), id, beyond(id)}));
  }
  keep(resources("WHERE r.name >= ? AND r.name < ?", {text, beyond(text)}));
  std::vector<ResourceRow> rows;
  for (auto& [id, row] : found) rows.push_back(std::move(row));
  return rows;
}

/// Loads the snapshot that was current at that time.
void History::Queries::load_snapshot(std::int64_t resource, TimePoint at, StateAt& state) {
  std::int64_t document = 0;
  {
    auto query = connection_->query(
        "SELECT s.document_id, s.taken_ms, max(s.taken_ms, CASE WHEN s.superseded_ms IS NULL THEN p.confirmed_ms "
        "ELSE s.confirmed_ms END) FROM snapshot s JOIN poll_state p ON p.resource_id = s.resource_id "
        "WHERE s.resource_id = ? AND s.taken_ms <= ? ORDER BY s.taken_ms DESC, s.id DESC LIMIT 1");
    if (!query.bind(resource, at).step()) return;
    document = query.integer(0);
    state.taken_at = query.time(1);
    state.confirmed_at = query.time(2);
  }
  state.settings = load_document(*connection_, document);
}

void History::Queries::load_gaps(std::int64_t resource, TimePoint at, StateAt& state) {
  auto query = connection_->query(
      "SELECT section, from_ms, reason FROM gap WHERE resource_id = ?1 AND from_ms <= ?2 AND (to_ms IS NULL OR to_ms > "
      "?2) "
      "ORDER BY from_ms");
  query.bind(resource, at);
  while (query.step()) state.unknown.push_back({query.text(0), query.time(1), query.text(2)});
}

/// The end of a killed run is known only once the next run has begun.
void History::Queries::load_downtime(TimePoint at, StateAt& state) {
  std::optional<TimePoint> stopped;
  {
    auto query = connection_->query(
        "SELECT coalesce(ended_ms, alive_ms), ended_ms IS NOT NULL OR EXISTS (SELECT 1 FROM run n WHERE n.id > o.id) "
        "FROM run o WHERE started_ms <= ? ORDER BY id DESC LIMIT 1");
    if (query.bind(at).step() && query.integer(1) != 0 && query.time(0) <= at) stopped = query.time(0);
  }
  if (stopped) state.unknown.push_back({"*", *stopped, "not_running"});
}

/// Sections that had not answered by then, are requested or answered later, and have no gap that explains it.
void History::Queries::load_unseen(std::int64_t resource, TimePoint at, StateAt& state) {
  auto query = connection_->query(
      "SELECT n.name, r.first_seen_ms FROM resource r JOIN section_name n ON n.service = r.service "
      "LEFT JOIN section s ON s.resource_id = r.id AND s.section = n.section "
      "WHERE r.id = ?1 AND (s.first_seen_ms > ?2 OR (s.first_seen_ms IS NULL AND r.sections & (1 << n.section) "
      "AND NOT r.unsupported & (1 << n.section))) ORDER BY n.section");
  query.bind(resource, at);
  while (query.step()) {
    const std::string section = query.text(0);
    const bool is_listed = std::any_of(state.unknown.begin(), state.unknown.end(),
                                       [&](const Unknown& unknown) { return unknown.section == section; });
    if (!is_listed) state.unknown.push_back({section, query.time(1), "not_seen"});
  }
}

History::History(const std::filesystem::path& path) : History(open_history(path)) {}
History::History(std::shared_ptr<Connection> connection) : impl_(std::make_unique<Queries>(std::move(connection))) {}
History::~History() = default;

std::vector<ResourceRow> History::find(const std::string& text) const {
  return impl_->read([&] {
    if (text.empty()) return impl_->resources("", {});
    auto rows = impl_->exact(text);
    return rows.empty() ? impl_->with_prefix(text) : rows;
  });
}

std::vector<ChangeRow> History::changes(const ChangeFilter& filter) const {
  return impl_->read([&] {
    const Conditions conditions = conditions_of(filter);
    auto statement =
        impl_->connection().once(kChangeColumns + conditions.sql + " ORDER BY c.observed_at DESC, c.id DESC LIMIT " +
                                 std::to_string(filter.limit));
    int index = 0;
    for (const std::string& value : conditions.values) statement.bind(++index, value);
    std::vector<ChangeRow> rows;
    while (statement.executeStep()) rows.push_back(read_change(statement));
    return rows;
  });
}

StateAt History::state(std::int64_t resource, std::optional<TimePoint> at) const {
  return impl_->read([&] {
    const TimePoint time = at.value_or(TimePoint::max());
    StateAt state;
    if (const RetentionStart cut = load_retention_start(impl_->connection()); time < cut.horizon) {
      state.kept_since = cut.horizon;
      return state;
    }
    impl_->load_snapshot(resource, time, state);
    impl_->load_gaps(resource, time, state);
    impl_->load_unseen(resource, time, state);
    impl_->load_downtime(time, state);
    return state;
  });
}

std::vector<SectionRow> History::sections(std::int64_t resource) const {
  return impl_->read([&] {
    auto query = impl_->connection().query(
        "SELECT v.section, v.state, nullif(k.confirmed_ms, 0), k.next_due_ms, v.promise_s FROM sections v "
        "JOIN section_name n ON n.service = v.service AND n.name = v.section "
        "JOIN section_poll k ON k.resource_id = v.resource_id AND k.section = n.section "
        "WHERE v.resource_id = ? ORDER BY n.section");
    query.bind(resource);
    std::vector<SectionRow> rows;
    while (query.step())
      rows.push_back({query.text(0), query.text(1), query.maybe_time(2), query.maybe_time(3), query.maybe_integer(4)});
    return rows;
  });
}

std::optional<RunRow> History::last_run() const {
  return impl_->read([&]() -> std::optional<RunRow> {
    auto query = impl_->connection().query("SELECT started_ms, ended_ms, alive_ms FROM run ORDER BY id DESC LIMIT 1");
    if (!query.step()) return {};
    return RunRow{query.time(0), query.maybe_time(1), query.time(2)};
  });
}

std::chrono::milliseconds History::lag() const {
  return impl_->read([&] {
    auto query = impl_->connection().query("SELECT lag_ms FROM run ORDER BY id DESC LIMIT 1");
    return std::chrono::milliseconds{query.step() ? query.integer(0) : 0};
  });
}

std::vector<Outage> History::outages() const {
  return impl_->read([&] { return load_outages(impl_->connection()); });
}

std::vector<DiscoveryRow> History::discovery() const {
  return impl_->read([&] {
    auto query = impl_->connection().query(
        "SELECT a.name, d.last_ms, d.trouble, (SELECT count(*) FROM resource r WHERE r.account_id = a.id "
        "AND r.discovered = 1 AND r.retired_ms IS NULL) FROM discovery d JOIN account a ON a.id = d.account_id "
        "ORDER BY a.name");
    std::vector<DiscoveryRow> rows;
    while (query.step()) rows.push_back({query.text(0), query.maybe_time(1), query.text(2), query.integer(3)});
    return rows;
  });
}

std::pair<std::int64_t, std::int64_t> History::undelivered() const {
  return impl_->read([&] {
    const auto count = [&](const char* sql) {
      auto query = impl_->connection().query(sql);
      query.step();
      return query.integer(0);
    };
    return std::pair{count("SELECT count(*) FROM delivery WHERE state = 'pending'"),
                     count("SELECT count(*) FROM delivery WHERE state = 'dead'")};
  });
}

}  // namespace noticed
