#include "storage/retention/prune.h"

#include "storage/file/database.h"
#include "storage/file/database_file.h"
#include "storage/file/retention_start.h"
#include "storage/file/transaction.h"
#include "storage/write/documents.h"

namespace noticed {
namespace {

constexpr std::int64_t kMostRows = 500;
constexpr std::chrono::milliseconds kMostTime{50};
constexpr int kPages = 256;  // returned per step

/// The first event kept whatever its age: the first pending one, or the newest.
constexpr const char* kFirstKept =
    "SELECT min(coalesce((SELECT min(event_seq) FROM delivery WHERE state = 'pending'), max(seq)), max(seq)) FROM "
    "event";

/// The removals of one transaction.
class Batch {
 public:
  Batch(Connection& connection, TimePoint horizon, const Clock& clock)
      : connection_(connection), horizon_(horizon), clock_(clock), began_(clock.steady()) {}

  Pruned run();
  /// The batch has reached its limit; more may be left to remove.
  bool full() const { return removed_.rows() >= kMostRows || clock_.steady() - began_ >= kMostTime; }

 private:
  std::int64_t changed() { return connection_.database().getChanges(); }
  void remove_events();
  void remove_event(std::int64_t seq);
  void remove_attempt(std::int64_t attempt);
  void remove_snapshots();
  void remove_gaps();
  void remove_runs();
  void remove_stops();
  TimePoint oldest_waiting();

  Connection& connection_;
  TimePoint horizon_;
  const Clock& clock_;
  SteadyPoint began_;
  Pruned removed_;
  RetentionStart cut_;
};

Pruned Batch::run() {
  cut_ = load_retention_start(connection_);
  remove_events();
  remove_snapshots();
  remove_gaps();
  remove_runs();
  remove_stops();
  if (removed_.rows() > 0) {
    cut_.events += removed_.events;
    cut_.horizon = std::max(cut_.horizon, horizon_);
    save_retention_start(connection_, cut_, clock_.wall());
  }
  return removed_;
}

void Batch::remove_events() {
  struct OldEvent {
    std::int64_t seq;
    std::string chain;
  };
  std::vector<OldEvent> old;
  const std::int64_t kept = connection_.number(kFirstKept);
  {
    auto rows = connection_.query("SELECT seq, chain, at_ms FROM event WHERE seq < ? ORDER BY seq LIMIT ?");
    rows.bind(kept, kMostRows);
    while (rows.step() && rows.time(2) < horizon_) old.push_back({rows.integer(0), rows.text(1)});
  }
  for (const OldEvent& row : old) {
    if (full()) return;
    remove_event(row.seq);
    cut_.seq = row.seq;
    cut_.chain = row.chain;
  }
}

void Batch::remove_event(std::int64_t seq) {
  connection_.query("DELETE FROM change WHERE event_seq = ?").bind(seq).run();
  removed_.changes += changed();
  connection_.query("DELETE FROM delivery WHERE event_seq = ?").bind(seq).run();
  removed_.deliveries += changed();
  std::vector<std::int64_t> attempts;
  {
    auto rows = connection_.query("SELECT attempt_id FROM attempt_event WHERE event_seq = ?");
    rows.bind(seq);
    while (rows.step()) attempts.push_back(rows.integer(0));
  }
  connection_.query("DELETE FROM attempt_event WHERE event_seq = ?").bind(seq).run();
  for (const std::int64_t attempt : attempts) remove_attempt(attempt);
  connection_.query("DELETE FROM event WHERE seq = ?").bind(seq).run();
  removed_.events += changed();
}

/// Keeps an attempt that also delivered a kept event.
void Batch::remove_attempt(std::int64_t attempt) {
  connection_
      .query("DELETE FROM attempt WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM attempt_event WHERE attempt_id = ?1)")
      .bind(attempt)
      .run();
  removed_.attempts += changed();
}

void Batch::remove_snapshots() {
  std::vector<std::pair<std::int64_t, std::int64_t>> old;
  {
    auto rows = connection_.query(
        "SELECT id, document_id FROM snapshot WHERE superseded_ms IS NOT NULL AND superseded_ms < ? LIMIT ?");
    rows.bind(horizon_, kMostRows);
    while (rows.step()) old.emplace_back(rows.integer(0), rows.integer(1));
  }
  for (const auto& [snapshot, document] : old) {
    if (full()) return;
    connection_.query("DELETE FROM snapshot WHERE id = ?").bind(snapshot).run();
    removed_.snapshots += changed();
    if (remove_unused_document(connection_, document)) ++removed_.documents;
  }
}

void Batch::remove_gaps() {
  if (full()) return;
  connection_.query("DELETE FROM gap WHERE id IN (SELECT id FROM gap WHERE to_ms IS NOT NULL AND to_ms < ? LIMIT ?)")
      .bind(horizon_, kMostRows - removed_.rows())
      .run();
  removed_.gaps += changed();
}

/// Keeps the last run that began before the horizon: it says whether anything was observed at the horizon.
void Batch::remove_runs() {
  if (full()) return;
  connection_
      .query(
          "DELETE FROM run WHERE id IN (SELECT id FROM run WHERE id < (SELECT max(id) FROM run WHERE started_ms <= ?) "
          "ORDER BY id LIMIT ?)")
      .bind(horizon_, kMostRows - removed_.rows())
      .run();
  removed_.runs += changed();
}

/// Keeps stops that may still count for the age of a pending message.
void Batch::remove_stops() {
  if (full()) return;
  connection_.query("DELETE FROM sink_stop WHERE to_ms IS NOT NULL AND to_ms < ?")
      .bind(std::min(horizon_, oldest_waiting()))
      .run();
  removed_.stops += changed();
}

TimePoint Batch::oldest_waiting() {
  auto query = connection_.query(
      "SELECT min(e.at_ms) FROM delivery d JOIN event e ON e.seq = d.event_seq WHERE d.state = 'pending'");
  query.step();
  return query.maybe_time(0).value_or(TimePoint::max());
}

std::int64_t pragma(Connection& connection, const char* sql) {
  return connection.database().execAndGet(sql).getInt64();
}

void require_newest_schema(const std::filesystem::path& database) {
  const int newest = built_in_migrations().back().number;
  if (schema_number(*open_for_reading(database, newest), newest) == newest) return;
  throw StoreError(StoreError::Kind::refused,
                   database.string() + ": has an older schema; start the daemon of this version once");
}

}  // namespace

PruneStep prune_step(Connection& connection, TimePoint horizon, const Clock& clock) {
  PruneStep step;
  {
    WriteTransaction transaction(connection);
    Batch batch(connection, horizon, clock);
    step.removed = batch.run();
    transaction.commit();
    if (batch.full()) return step;
  }
  const std::int64_t before = pragma(connection, "PRAGMA page_count");
  connection.execute("PRAGMA incremental_vacuum(" + std::to_string(kPages) + ")");
  const std::int64_t pages = before - pragma(connection, "PRAGMA page_count");
  step.bytes = pages * pragma(connection, "PRAGMA page_size");
  // Fewer than a full step: no more free pages. Pages that others free meanwhile are left to the next pruning.
  step.done = pages < kPages;
  return step;
}

Pruned count_prunable(const std::filesystem::path& database, TimePoint horizon) {
  return translating(database, [&] {
    require_newest_schema(database);
    const auto connection = open_for_reading(database, built_in_migrations().back().number);
    const SQLite::Transaction transaction(connection->database());
    const std::int64_t kept = connection->number(kFirstKept);
    const auto count = [&](const char* sql, auto... values) {
      auto query = connection->query(sql);
      query.bind(values...).step();
      return query.integer(0);
    };
    const std::int64_t end =
        count("SELECT coalesce((SELECT seq FROM event WHERE seq <= ?1 AND at_ms >= ?2 ORDER BY seq LIMIT 1), ?1)", kept,
              horizon);
    Pruned result;
    result.events = count("SELECT count(*) FROM event WHERE seq < ?", end);
    result.changes = count("SELECT count(*) FROM change WHERE event_seq < ?", end);
    result.deliveries = count("SELECT count(*) FROM delivery WHERE event_seq < ?", end);
    result.snapshots = count("SELECT count(*) FROM snapshot WHERE superseded_ms < ?", horizon);
    result.gaps = count("SELECT count(*) FROM gap WHERE to_ms < ?", horizon);
    return result;
  });
}

PruneStep prune(const std::filesystem::path& database, TimePoint horizon, const Clock& clock,
                const std::function<void(const PruneStep&)>& after_batch) {
  return translating(database, [&] {
    require_newest_schema(database);
    prepare_database_file(database);
    const auto connection = open_for_writing(database, built_in_migrations());
    PruneStep all;
    while (!all.done) {
      const PruneStep step = prune_step(*connection, horizon, clock);
      all.removed += step.removed;
      all.bytes += step.bytes;
      all.done = step.done;
      after_batch(all);
    }
    return all;
  });
}

}  // namespace noticed
