#include "storage/read/report_history.h"

#include <algorithm>

#include "storage/read/read_transaction.h"
#include "storage/write/documents.h"

namespace noticed {
namespace {

SectionMask mask(const Query& query, int column) { return static_cast<SectionMask>(query.integer(column)); }

std::vector<Gap> load_gaps(Connection& connection, TimePoint since, TimePoint until) {
  auto query = connection.query(
      "SELECT resource_id, section, reason, coalesce(detail, ''), from_ms, to_ms FROM gap WHERE from_ms < ?2 "
      "AND to_ms IS NULL UNION ALL "
      "SELECT resource_id, section, reason, coalesce(detail, ''), from_ms, to_ms FROM gap WHERE from_ms < ?2 "
      "AND to_ms > ?1");
  query.bind(since, until);
  std::vector<Gap> gaps;
  while (query.step())
    gaps.push_back({query.integer(0), query.text(1), query.text(2), query.text(3), query.time(4), query.maybe_time(5)});
  return gaps;
}

}  // namespace

ReportHistory::ReportHistory(const std::filesystem::path& path) : ReportHistory(open_history(path)) {}
ReportHistory::ReportHistory(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

ReportHistory::~ReportHistory() = default;

std::vector<StandingRow> ReportHistory::standing(TimePoint since) const {
  return in_one_state(*connection_, [&] {
    auto query = connection_->query(
        "SELECT r.id, a.name, a.region, r.service, r.project_id, r.external_id, r.name, r.retired_ms IS NOT NULL, "
        "s.document_id, nullif(p.ok_ms, 0), p.failures, r.sections, r.seen, r.failing, r.unsupported FROM resource r "
        "JOIN account a ON a.id = r.account_id JOIN poll_state p ON p.resource_id = r.id "
        "LEFT JOIN snapshot s ON s.id = r.snapshot_id WHERE r.retired_ms IS NULL OR r.retired_ms > ? ORDER BY r.id");
    query.bind(since);
    std::vector<StandingRow> rows;
    while (query.step())
      rows.push_back({query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5),
                      query.text(6), query.integer(7) != 0, query.maybe_integer(8), query.maybe_time(9),
                      query.integer(10), mask(query, 11), mask(query, 12), mask(query, 13), mask(query, 14)});
    return rows;
  });
}

std::vector<Coverage> ReportHistory::events_of(std::int64_t document) const {
  return in_one_state(*connection_, [&] { return load_coverage(*connection_, document); });
}

Settings ReportHistory::settings_of(std::int64_t document) const {
  return in_one_state(*connection_, [&] { return load_document(*connection_, document); });
}

std::vector<Gap> ReportHistory::gaps(TimePoint since, TimePoint until) const {
  return in_one_state(*connection_, [&] {
    std::vector<Gap> rows = load_gaps(*connection_, since, until);
    for (Gap& gap : load_downtime(*connection_, since, until)) rows.push_back(std::move(gap));
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    return rows;
  });
}

std::optional<NewestEvent> ReportHistory::newest_event() const {
  return in_one_state(*connection_, [&]() -> std::optional<NewestEvent> {
    auto query = connection_->query("SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1");
    if (!query.step()) return {};
    return NewestEvent{query.integer(0), query.text(1)};
  });
}

}  // namespace noticed
