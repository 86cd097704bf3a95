#include "daemon/report/report_data.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <unordered_map>

#include "storage/model/policy.h"
#include "storage/read/reading.h"

namespace noticed {
namespace {

// Limits that keep the page below about ten megabytes.
constexpr std::int64_t kMostChanges = 5'000;
constexpr std::size_t kMostStates = 500;
constexpr std::size_t kMostGaps = 50;
constexpr std::size_t kMostDeliveries = 100;
constexpr std::size_t kNoLimit = std::numeric_limits<std::int32_t>::max();

using Index = std::unordered_map<std::int64_t, const StandingRow*>;

/// Fills a Report, part by part.
class Gatherer {
 public:
  explicit Gatherer(const ReportQuestion& question) : read_(question.database), question_(question) {
    report_.question = question;
  }

  Report gather() {
    load_resources();
    load_head();
    load_silences();
    gaps_ = read_.reports.gaps(question_.since, question_.until);
    load_timeline();
    load_gaps();
    load_matrices();
    load_deliveries();
    load_states();
    return std::move(report_);
  }

 private:
  const StandingRow* find(std::int64_t resource) const {
    const auto found = index_.find(resource);
    return found == index_.end() ? nullptr : found->second;
  }

  void load_resources();
  void load_head();
  void load_silences();
  void load_timeline();
  void add_gaps_to_timeline();
  void load_gaps();
  void load_matrices();
  void load_deliveries();
  void load_states();

  const Reading read_;
  const ReportQuestion& question_;
  Index index_;
  std::vector<Gap> gaps_;
  Report report_;
};

void Gatherer::load_resources() {
  report_.resources = read_.reports.standing(question_.since);
  std::erase_if(report_.resources, [&](const auto& row) { return !matches(question_.match, row); });
  for (const auto& row : report_.resources) index_.emplace(row.id, &row);
}

void Gatherer::load_head() {
  for (const auto& row : report_.resources) {
    if (row.retired) continue;
    ++report_.watched;
    if (row.document && row.failures == 0 && !has_unread(row)) ++report_.observed;
  }
  report_.last_run = read_.history.last_run();
  report_.newest = read_.reports.newest_event();
}

void Gatherer::load_silences() {
  CoverageFilter filter;
  filter.uncovered_only = true;
  using Key = std::tuple<bool, std::string, std::string, std::vector<std::string>, std::string, bool>;
  std::map<Key, Silence> groups;
  for (auto& row : read_.coverage.at(filter, {})) {
    const StandingRow* resource = find(row.resource);
    if (resource == nullptr) continue;
    const std::string reason = row.unknown ? row.unknown->reason : "";
    const bool unread = !row.covered && reason.empty() && has_unread(*resource);
    Silence& silence = groups[{!row.covered, row.service, row.event, row.channels, reason, unread}];
    silence = {
        row.service, row.event, row.channels, row.covered.has_value(), reason, unread, std::move(silence.members)};
    silence.members.push_back({resource, row.unknown ? std::optional(row.unknown->since) : std::nullopt});
  }
  for (const auto& row : report_.resources) {
    if (row.document || row.retired) continue;
    Silence& silence = groups[{true, row.service, "", {}, "", true}];
    silence.service = row.service;
    silence.known = false;
    silence.unread = true;
    silence.members.push_back({&row, {}});
  }
  for (auto& [key, silence] : groups) report_.silences.push_back(std::move(silence));
}

void Gatherer::load_timeline() {
  ChangeFilter filter;
  filter.since = question_.since;
  filter.until = question_.until;
  filter.limit = kNoLimit;
  for (auto& change : read_.history.changes(filter)) {
    const StandingRow* resource = find(change.resource);
    if (resource == nullptr) continue;
    auto& timeline = report_.timeline;
    const bool same = !timeline.empty() && timeline.back().changes.front().event_id == change.event_id;
    if (++report_.changes > kMostChanges && !same) {
      ++report_.left_out;
      continue;
    }
    if (!same) timeline.push_back({change.observed_at, resource, {}, {}});
    timeline.back().changes.push_back(std::move(change));
  }
  for (auto& entry : report_.timeline)  // in the event's order
    std::reverse(entry.changes.begin(), entry.changes.end());
  add_gaps_to_timeline();
}

void Gatherer::add_gaps_to_timeline() {
  std::set<std::int64_t> changed;
  for (const auto& entry : report_.timeline) changed.insert(entry.resource->id);
  const TimePoint oldest = report_.left_out == 0 ? question_.since : report_.timeline.back().at;
  for (const auto& gap : gaps_) {
    const TimePoint end = std::min(gap.to.value_or(question_.until), question_.until);
    if (end < oldest || (gap.resource == 0 ? changed.empty() : !changed.contains(gap.resource))) continue;
    report_.timeline.push_back({end, find(gap.resource), {}, gap});
  }
  std::stable_sort(report_.timeline.begin(), report_.timeline.end(),
                   [](const auto& a, const auto& b) { return a.at > b.at; });
}

void Gatherer::load_gaps() {
  std::map<std::string, ReasonTotal> totals;
  for (const auto& row : gaps_) {
    const StandingRow* resource = find(row.resource);
    if (row.resource != 0 && resource == nullptr) continue;
    const TimePoint end = std::min(row.to.value_or(question_.now), question_.until);
    const auto within = end - std::max(row.from, question_.since);
    report_.gaps.push_back({row, resource, within});
    ReasonTotal& total = totals[row.reason];
    total.reason = row.reason;
    ++total.gaps;
    total.longest = std::max(total.longest, within);
  }
  report_.all_gaps = static_cast<std::int64_t>(report_.gaps.size());
  std::stable_sort(report_.gaps.begin(), report_.gaps.end(),
                   [](const auto& a, const auto& b) { return a.within > b.within; });
  if (report_.gaps.size() > kMostGaps) report_.gaps.resize(kMostGaps);
  for (auto& [reason, total] : totals) report_.reasons.push_back(std::move(total));
  std::stable_sort(report_.reasons.begin(), report_.reasons.end(),
                   [](const auto& a, const auto& b) { return a.longest > b.longest; });
}

void Gatherer::load_matrices() {
  DocumentBook book;
  for (const auto& row : report_.resources)
    if (row.document && !row.retired)
      if (const auto [facts, is_new] = book.try_emplace(*row.document); is_new)
        facts->second = {read_.reports.settings_of(*row.document), read_.reports.events_of(*row.document)};
  report_.matrices = matrices_of(report_.resources, book);
}

void Gatherer::load_deliveries() {
  for (const char* state : {"dead", "pending"}) {
    DeliveryFilter filter;
    filter.state = state;
    filter.limit = kMostDeliveries;
    for (auto& row : read_.deliveries.deliveries(filter)) report_.deliveries.push_back(std::move(row));
  }
  std::tie(report_.pending, report_.dead) = read_.history.undelivered();
}

/// For a resource first observed within the period, "before" is the state before its first change.
void Gatherer::load_states() {
  std::vector<std::int64_t> order;
  std::unordered_map<std::int64_t, TimePoint> first_change;
  for (const auto& entry : report_.timeline) {
    if (entry.changes.empty()) continue;
    if (!first_change.contains(entry.resource->id)) order.push_back(entry.resource->id);
    first_change[entry.resource->id] = entry.at - std::chrono::milliseconds{1};
  }
  const std::size_t shown = std::min(order.size(), kMostStates);
  report_.states_left_out = static_cast<std::int64_t>(order.size() - shown);
  for (std::size_t i = 0; i < shown; ++i) {
    BeforeAfter both{find(order[i]), read_.history.state(order[i], question_.since), {}, false};
    both.first_seen_within = !both.before.taken_at;
    if (both.first_seen_within) both.before = read_.history.state(order[i], first_change[order[i]]);
    both.after = read_.history.state(order[i], question_.until);
    report_.states.push_back(std::move(both));
  }
}

}  // namespace

bool matches(const std::string& glob, const StandingRow& resource) {
  return glob.empty() || glob_match(glob, resource.name) ||
         glob_match(glob, resource.service + "/" + resource.external_id);
}

Report gather_report(const ReportQuestion& question) { return Gatherer(question).gather(); }

}  // namespace noticed
