#include "storage/read/coverage_history.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "storage/model/coverage.h"
#include "storage/read/cursor.h"
#include "storage/read/read_transaction.h"
#include "storage/write/documents.h"

namespace noticed {
namespace {

/// A gap as far as it concerns the requested time. [from, to)
struct ObservationGap {
  std::string section;  // "*": all sections
  TimePoint from{}, to{};
  std::string reason;
};

struct Stretch {
  TimePoint from{}, to{};
  std::int64_t document = 0;
};

/// One resource with the data needed to compute its coverage over time.
struct ResourceTimeline {
  CoverageRow who;  // `event` not set
  std::size_t sections = 0;
  SectionMask unread = 0;
  std::vector<Stretch> stretches;
  std::vector<ObservationGap> gaps;
};

using Documents = std::map<std::int64_t, std::vector<Coverage>>;

const std::vector<Coverage>& coverage_of_document(Connection& connection, std::int64_t document, Documents& documents) {
  const auto [at, is_new] = documents.try_emplace(document);
  if (is_new) at->second = load_coverage(connection, document);
  return at->second;
}

std::vector<ResourceTimeline> load_resources(Connection& connection, const CoverageFilter& filter, TimePoint since) {
  auto query = connection.query(
      "SELECT r.id, a.name, r.service, r.external_id, r.name, r.sections, r.seen, r.unsupported, "
      "(SELECT count(*) FROM section s WHERE s.resource_id = r.id AND s.first_seen_ms IS NOT NULL) "
      "FROM resource r JOIN account a ON a.id = r.account_id WHERE r.id BETWEEN ?1 AND ?2 "
      "AND (r.retired_ms IS NULL OR r.retired_ms > ?3) ORDER BY r.id");
  query.bind(filter.resource.value_or(0), filter.resource.value_or(std::numeric_limits<std::int64_t>::max()), since);
  std::vector<ResourceTimeline> courses;
  while (query.step()) {
    ResourceTimeline timeline;
    timeline.who.resource = query.integer(0);
    timeline.who.account = query.text(1);
    timeline.who.service = query.text(2);
    timeline.who.external_id = query.text(3);
    timeline.who.name = query.text(4);
    const auto mask = [&](int column) { return static_cast<SectionMask>(query.integer(column)); };
    timeline.unread = unread_sections(mask(5), mask(6), mask(7));
    timeline.sections = static_cast<std::size_t>(query.integer(8));
    courses.push_back(std::move(timeline));
  }
  return courses;
}

/// Loads the snapshots that were current within [since, until].
void load_stretches(Connection& connection, ResourceTimeline& timeline, TimePoint since, TimePoint until) {
  auto query = connection.query(
      "SELECT taken_ms, coalesce(superseded_ms, ?3), document_id FROM snapshot WHERE resource_id = ?1 "
      "AND taken_ms <= ?3 AND (superseded_ms IS NULL OR superseded_ms > ?2) ORDER BY taken_ms, id");
  query.bind(timeline.who.resource, since, until);
  while (query.step())
    timeline.stretches.push_back({std::max(since, query.time(0)), std::min(until, query.time(1)), query.integer(2)});
}

void load_gaps(Connection& connection, ResourceTimeline& timeline, TimePoint since, TimePoint until) {
  auto query = connection.query(
      "SELECT section, from_ms, coalesce(to_ms, ?3), reason FROM gap WHERE resource_id = ?1 AND from_ms <= ?3 "
      "AND (to_ms IS NULL OR to_ms > ?2) ORDER BY from_ms");
  query.bind(timeline.who.resource, since, until);
  while (query.step()) timeline.gaps.push_back({query.text(0), query.time(1), query.time(2), query.text(3)});
}

/// A gap begins or ends at the start of a request, a snapshot at the end of its answer. Moves an edge of a gap to a
/// snapshot that follows within 10 s, so that no interval appears between them.
void align_gaps(ResourceTimeline& timeline) {
  constexpr std::chrono::seconds kAnswer{10};
  for (const auto& stretch : timeline.stretches)
    for (ObservationGap& gap : timeline.gaps)
      for (TimePoint* edge : {&gap.from, &gap.to})
        if (stretch.from > *edge && stretch.from - *edge <= kAnswer) *edge = stretch.from;
}

/// Adds the intervals without a running daemon; an open one lasts until `until`.
void add_downtime(ResourceTimeline& timeline, const std::vector<Gap>& downtime, TimePoint until) {
  for (const Gap& gap : downtime) timeline.gaps.push_back({gap.section, gap.from, gap.to.value_or(until), gap.reason});
}

/// What was not observed at a moment, if that makes the coverage unknown. Sections that the configuration gave up while
/// others went on do not count: nobody requests them.
std::optional<Unknown> unknown_at(const ResourceTimeline& timeline, TimePoint moment) {
  std::set<std::string> given_up;
  const ObservationGap* last = nullptr;
  for (const ObservationGap& gap : timeline.gaps) {
    if (gap.from > moment || gap.to <= moment) continue;
    if (gap.reason != "not_watched") return Unknown{gap.section, gap.from, gap.reason};
    given_up.insert(gap.section);
    last = &gap;
  }
  if (last == nullptr || given_up.size() < timeline.sections) return {};
  return Unknown{"*", last->from, last->reason};
}

CoverageRow row_of(const ResourceTimeline& timeline, const Coverage& known, TimePoint moment) {
  CoverageRow row = timeline.who;
  row.event = known.event;
  row.is_failure = known.is_failure;
  row.channels = known.channels;
  row.unknown = unknown_at(timeline, moment);
  if (!row.unknown) row.covered = to_optional(as_far_as_read(known.covered, timeline.unread));
  return row;
}

bool wanted(const CoverageFilter& filter, const CoverageRow& row) {
  return !filter.uncovered_only || (row.is_failure && row.covered != true);
}

bool same_coverage(const CoverageRow& a, const CoverageRow& b) {
  const auto reason = [](const CoverageRow& row) { return row.unknown ? row.unknown->reason : std::string(); };
  return a.covered == b.covered && a.channels == b.channels && reason(a) == reason(b);
}

/// The moments at which the resource's coverage may have changed.
std::set<TimePoint> change_points_of(const ResourceTimeline& timeline, TimePoint since, TimePoint until) {
  std::set<TimePoint> points{until};
  for (const auto& stretch : timeline.stretches) points.insert(stretch.from);
  const TimePoint first = timeline.stretches.empty() ? until : timeline.stretches.front().from;
  for (const auto& gap : timeline.gaps)
    for (const TimePoint point : {gap.from, gap.to})
      if (point > std::max(since, first) && point < until) points.insert(point);
  return points;
}

class Intervals {
 public:
  Intervals(Connection& connection, Documents& documents) : connection_(connection), documents_(documents) {}

  void add(const ResourceTimeline& timeline, TimePoint since, TimePoint until) {
    std::map<std::string, std::vector<CoverageInterval>> by_event;
    const auto points = change_points_of(timeline, since, until);
    for (auto point = points.begin(); std::next(point) != points.end(); ++point) {
      const auto in_force = std::find_if(timeline.stretches.rbegin(), timeline.stretches.rend(),
                                         [&](const Stretch& stretch) { return stretch.from <= *point; });
      for (const auto& known : coverage_of_document(connection_, in_force->document, documents_)) {
        auto& line = by_event[known.event];
        CoverageRow row = row_of(timeline, known, *point);
        if (!line.empty() && line.back().to == *point && same_coverage(line.back().row, row))
          line.back().to = *std::next(point);
        else
          line.push_back({std::move(row), *point, *std::next(point)});
      }
    }
    for (auto& [event, line] : by_event) std::move(line.begin(), line.end(), std::back_inserter(all_));
  }
  std::vector<CoverageInterval> take() { return std::move(all_); }

 private:
  Connection& connection_;
  Documents& documents_;
  std::vector<CoverageInterval> all_;
};

}  // namespace

CoverageHistory::CoverageHistory(const std::filesystem::path& path) : CoverageHistory(open_history(path)) {}
CoverageHistory::CoverageHistory(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

CoverageHistory::~CoverageHistory() = default;

std::vector<CoverageRow> CoverageHistory::at(const CoverageFilter& filter, std::optional<TimePoint> time) const {
  return in_one_state(*connection_, [&] {
    const TimePoint moment = time.value_or(TimePoint::max());
    const TimePoint after = time ? moment + std::chrono::milliseconds{1} : moment;
    const auto downtime = time ? load_downtime(*connection_, moment, after) : std::vector<Gap>{};
    Documents documents;
    std::vector<CoverageRow> rows;
    for (ResourceTimeline& timeline : load_resources(*connection_, filter, moment)) {
      load_stretches(*connection_, timeline, moment, moment);
      if (timeline.stretches.empty()) continue;
      load_gaps(*connection_, timeline, moment, moment);
      add_downtime(timeline, downtime, after);
      for (ObservationGap& gap : timeline.gaps)
        if (gap.to == moment) gap.to = TimePoint::max();  // still open: it includes the moment
      for (const auto& known : coverage_of_document(*connection_, timeline.stretches.back().document, documents)) {
        CoverageRow row = row_of(timeline, known, std::min(moment, TimePoint::max() - std::chrono::milliseconds{1}));
        if (wanted(filter, row)) rows.push_back(std::move(row));
      }
    }
    return rows;
  });
}

std::vector<CoverageInterval> CoverageHistory::between(const CoverageFilter& filter, TimePoint since,
                                                       TimePoint until) const {
  return in_one_state(*connection_, [&] {
    const auto downtime = load_downtime(*connection_, since, until);
    Documents documents;
    Intervals intervals(*connection_, documents);
    for (ResourceTimeline& timeline : load_resources(*connection_, filter, since)) {
      load_stretches(*connection_, timeline, since, until);
      if (timeline.stretches.empty()) continue;
      load_gaps(*connection_, timeline, since, until);
      align_gaps(timeline);
      add_downtime(timeline, downtime, until);
      intervals.add(timeline, since, until);
    }
    auto all = intervals.take();
    std::erase_if(all, [&](const CoverageInterval& one) { return !wanted(filter, one.row); });
    return all;
  });
}

std::vector<GapRow> CoverageHistory::gaps(const GapFilter& filter) const {
  return in_one_state(*connection_, [&] {
    std::string sql =
        "SELECT service, external_id, name, section, from_at, to_at, reason, polls, detail, resource_id FROM gaps "
        "WHERE 1";
    std::vector<std::string> values;
    const auto add = [&](const char* term, const std::string& value) {
      sql += std::string(" AND ") + term;
      values.push_back(value);
    };
    if (filter.resource) add("resource_id = CAST(? AS INTEGER)", std::to_string(*filter.resource));
    if (filter.since) add("(to_at IS NULL OR to_at > ?)", to_text(*filter.since));
    if (filter.until) add("from_at < ?", to_text(*filter.until));
    if (filter.open_only) sql += " AND to_at IS NULL";
    if (!filter.after.empty()) {
      const auto place = cursor_parts(filter.after, 4);
      add("from_at <= ?", place[0]);
      add("(from_at < ?", place[0]);
      sql += " OR (resource_id, section, reason) > (CAST(? AS INTEGER), ?, ?))";
      values.insert(values.end(), place.begin() + 1, place.end());
    }
    auto query = connection_->once(sql + " ORDER BY from_at DESC, resource_id, section, reason LIMIT " +
                                   std::to_string(filter.limit));
    int index = 0;
    for (const auto& value : values) query.bind(++index, value);
    std::vector<GapRow> rows;
    while (query.executeStep()) {
      const auto text = [&](int column) { return query.getColumn(column).getString(); };
      GapRow row{{query.getColumn(9).getInt64(), text(3), text(6), text(8), {}, {}},
                 text(0),
                 text(1),
                 text(2),
                 query.getColumn(7).getInt64()};
      row.from = parse_rfc3339(text(4)).value_or(TimePoint{});
      if (!query.isColumnNull(5)) row.to = parse_rfc3339(text(5));
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

}  // namespace noticed
