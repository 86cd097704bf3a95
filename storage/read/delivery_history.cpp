#include "storage/read/delivery_history.h"

#include "storage/model/ascii.h"
#include "storage/read/change_row.h"
#include "storage/read/cursor.h"
#include "storage/read/read_transaction.h"
#include "storage/write/sink_state.h"

namespace noticed {
namespace {

constexpr const char* kDeliveryColumns =
    "SELECT e.seq, e.id, e.at_ms, e.type, e.severity, e.summary, d.sink, d.state, d.attempts, d.replays, "
    "coalesce(d.queued_ms, e.at_ms), CASE WHEN d.state = 'pending' THEN d.next_attempt_ms END, d.delivered_ms, "
    "d.last_status, d.last_error FROM delivery d JOIN event e ON e.seq = d.event_seq WHERE ";

std::optional<int> maybe_status(SQLite::Statement& row, int column) {
  if (row.isColumnNull(column)) return {};
  return row.getColumn(column).getInt();
}

DeliveryRow read_delivery(SQLite::Statement& row) {
  const auto text = [&](int column) { return row.getColumn(column).getString(); };
  DeliveryRow out;
  out.seq = row.getColumn(0).getInt64();
  out.event_id = text(1);
  out.at = from_ms(row.getColumn(2).getInt64());
  out.type = text(3);
  out.severity = text(4);
  out.summary = text(5);
  out.sink = text(6);
  out.state = text(7);
  out.attempts = row.getColumn(8).getInt64();
  out.replays = row.getColumn(9).getInt64();
  out.queued = maybe_time(row, 10);
  out.next = maybe_time(row, 11);
  out.delivered = maybe_time(row, 12);
  out.status = maybe_status(row, 13);
  out.error = text(14);
  return out;
}

std::vector<DeliveryRow> load_deliveries(Connection& connection, const std::string& condition,
                                         const std::vector<std::string>& values) {
  auto query = connection.once(kDeliveryColumns + condition);
  int index = 0;
  for (const auto& value : values) query.bind(++index, value);
  std::vector<DeliveryRow> rows;
  while (query.executeStep()) rows.push_back(read_delivery(query));
  return rows;
}

std::vector<AttemptRow> load_attempts(Connection& connection, std::int64_t seq) {
  auto query = connection.once(
      "SELECT a.sink, a.began_ms, a.ended_ms, a.part, a.parts, "
      "(SELECT count(*) FROM attempt_event o WHERE o.attempt_id = a.id), a.verdict, a.status, a.reason "
      "FROM attempt_event x JOIN attempt a ON a.id = x.attempt_id WHERE x.event_seq = ? ORDER BY a.began_ms, a.id");
  query.bind(1, seq);
  std::vector<AttemptRow> rows;
  while (query.executeStep())
    rows.push_back({query.getColumn(0).getString(), from_ms(query.getColumn(1).getInt64()), maybe_time(query, 2),
                    query.getColumn(3).getUInt(), query.getColumn(4).getUInt(), query.getColumn(5).getInt64(),
                    query.getColumn(6).getString(), maybe_status(query, 7), query.getColumn(8).getString()});
  return rows;
}

std::vector<ChangeRow> load_changes(Connection& connection, std::int64_t seq) {
  auto query = connection.once(std::string(kChangeColumns) + " AND k.event_seq = ? ORDER BY k.id");
  query.bind(1, seq);
  std::vector<ChangeRow> rows;
  while (query.executeStep()) rows.push_back(read_change(query));
  return rows;
}

}  // namespace

DeliveryHistory::DeliveryHistory(const std::filesystem::path& path) : DeliveryHistory(open_history(path)) {}
DeliveryHistory::DeliveryHistory(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

DeliveryHistory::~DeliveryHistory() = default;

std::vector<DeliveryRow> DeliveryHistory::deliveries(const DeliveryFilter& filter) const {
  std::string condition = "1";
  std::vector<std::string> values;
  const auto add = [&](const char* term, const std::string& value) {
    condition += std::string(" AND ") + term;
    values.push_back(value);
  };
  // As literals: SQLite does not use a partial index for a bound value.
  for (const std::string state : {"pending", "delivered", "dead"})
    if (filter.state == state) condition += " AND d.state = '" + state + "'";
  if (!filter.sink.empty()) add("d.sink = ?", filter.sink);
  if (filter.since) add("e.at_ms >= CAST(? AS INTEGER)", std::to_string(to_ms(*filter.since)));
  if (!filter.after.empty()) {
    const auto place = cursor_parts(filter.after, 2);
    add("d.event_seq <= CAST(? AS INTEGER)", place[0]);
    add("(d.event_seq < CAST(? AS INTEGER)", place[0]);
    condition += " OR d.sink > ?)";
    values.push_back(place[1]);
  }
  condition += " ORDER BY d.event_seq DESC, d.sink LIMIT " + std::to_string(filter.limit);
  return in_one_state(*connection_, [&] { return load_deliveries(*connection_, condition, values); });
}

std::vector<std::int64_t> DeliveryHistory::find(const std::string& text) const {
  return in_one_state(*connection_, [&] {
    const std::string number = text.starts_with('#') ? text.substr(1) : text;
    const bool digits = !number.empty() && number.size() < 19 && all_are(number, is_digit);
    auto query =
        connection_->once(digits ? "SELECT seq FROM event WHERE seq = CAST(? AS INTEGER)"
                                 : "SELECT seq FROM event WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 10");
    query.bind(1, digits ? number : text);
    std::vector<std::int64_t> found;
    while (query.executeStep()) found.push_back(query.getColumn(0).getInt64());
    return found;
  });
}

EventStory DeliveryHistory::story(std::int64_t seq) const {
  return in_one_state(*connection_, [&] {
    EventStory story;
    auto query = connection_->once("SELECT id, type, severity, summary, body, chain, at_ms FROM event WHERE seq = ?");
    query.bind(1, seq);
    if (!query.executeStep())
      throw StoreError(StoreError::Kind::missing, "event " + std::to_string(seq) + " no longer exists");
    const auto text = [&](int column) { return query.getColumn(column).getString(); };
    story.seq = seq;
    story.id = text(0);
    story.type = text(1);
    story.severity = text(2);
    story.summary = text(3);
    story.body = text(4);
    story.chain = text(5);
    story.at = from_ms(query.getColumn(6).getInt64());
    story.changes = load_changes(*connection_, seq);
    story.deliveries =
        load_deliveries(*connection_, "d.event_seq = CAST(? AS INTEGER) ORDER BY d.sink", {std::to_string(seq)});
    story.attempts = load_attempts(*connection_, seq);
    return story;
  });
}

std::vector<SinkRow> DeliveryHistory::sinks() const {
  return in_one_state(*connection_, [&] {
    std::vector<SinkRow> rows;
    auto names = connection_->once(
        "SELECT name FROM sink UNION SELECT sink FROM delivery WHERE state = 'pending' "
        "UNION SELECT sink FROM delivery WHERE state = 'dead' ORDER BY 1");
    while (names.executeStep()) {
      SinkRow row;
      row.name = names.getColumn(0).getString();
      row.state = load_sink(*connection_, row.name);
      auto counts = connection_->once(
          "SELECT count(*), min(coalesce(d.queued_ms, e.at_ms)), "
          "(SELECT count(*) FROM delivery x WHERE x.state = 'dead' AND x.sink = ?1) "
          "FROM delivery d JOIN event e ON e.seq = d.event_seq WHERE d.sink = ?1 AND d.state = 'pending'");
      counts.bind(1, row.name);
      counts.executeStep();
      row.pending = counts.getColumn(0).getInt64();
      row.oldest = maybe_time(counts, 1);
      row.dead = counts.getColumn(2).getInt64();
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

}  // namespace noticed
