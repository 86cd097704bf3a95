#include "storage/write/commit.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "storage/write/event_log.h"
#include "storage/write/reachability_events.h"
#include "storage/write/section_state.h"
#include "storage/write/snapshots.h"

namespace noticed {
namespace {

SectionMask with(SectionMask mask, SectionIndex section) { return static_cast<SectionMask>(mask | bit(section)); }
SectionMask without(SectionMask mask, SectionIndex section) { return static_cast<SectionMask>(mask & ~bit(section)); }

struct OwnerRow {
  SectionOwner sections;
  NotifiedState notified = NotifiedState::none;
};

std::optional<OwnerRow> load_owner(Connection& connection, std::int64_t resource) {
  auto query = connection.query(
      "SELECT service, sections, seen, nonempty, failing, unsupported, off, told FROM resource "
      "WHERE id = ? AND retired_ms IS NULL");
  if (!query.bind(resource).step()) return {};
  const auto mask = [&](int column) { return static_cast<SectionMask>(query.integer(column)); };
  SectionOwner sections{
      resource, stored_service(query.view(0)), mask(1), {mask(2), mask(3), mask(4), mask(5), mask(6)}, {}};
  load_confirmed(connection, sections);
  return OwnerRow{sections, notified_state_from(query.view(7))};
}

/// The settings that belong to one section.
Settings section_subset(Service service, SectionIndex section, const Settings& settings) {
  Settings subset;
  for (const auto& [path, value] : settings)
    if (section_of(service, decode_path(path)) == section) subset.emplace(path, value);
  return subset;
}

/// Writes one poll into the database.
class PollWriter {
 public:
  PollWriter(Connection& connection, const PollReport& report, const Policy& policy, SectionOwner owner)
      : connection_(connection), report_(report), policy_(policy), owner_(owner), before_(owner.state) {}

  /// Returns the events in order of their numbers.
  std::vector<Event> store();
  const SectionOwner& owner() const { return owner_; }
  SectionMask changed() const;
  /// By severity.
  std::array<std::uint32_t, 3> counts() const;

 private:
  void add(const Confirmation& counted);
  void take(const SectionReport& section);
  void take_fetched(const SectionReport& section);
  void load_settings();
  std::optional<Event> take_snapshot();
  Event record_changes(const DocumentRef& document, std::int64_t snapshot);
  std::vector<Coverage> coverage_seen(const Settings& settings, const SectionState& state) const;
  void store_changes(std::int64_t seq);
  void store_poll(const SectionReport& section);

  Connection& connection_;
  const PollReport& report_;
  const Policy& policy_;
  SectionOwner owner_;
  SectionState before_;
  CurrentSnapshot current_;
  bool loaded_ = false;
  Settings settings_before_;
  Settings settings_;
  std::vector<Change> changes_;
  TimePoint taken_{};  // when the newest of the differing sections was observed
};

std::vector<Event> PollWriter::store() {
  ReachabilityBefore before;
  if (report_.standing) before = load_reachability(connection_, owner_.resource);
  for (const Confirmation& counted : report_.so_far) add(counted);
  for (const SectionReport& section : report_.sections) take(section);
  std::vector<Event> events;
  if (auto changed = take_snapshot()) events.push_back(std::move(*changed));
  if (owner_.state != before_) save_sections(connection_, owner_);
  for (const SectionReport& section : report_.sections) store_poll(section);
  if (!report_.standing) return events;
  if (auto notified = record_reachability(connection_, report_, before, policy_))
    events.push_back(std::move(*notified));
  return events;
}

void PollWriter::add(const Confirmation& counted) {
  add_confirmation(connection_, counted);
  if (counted.failing) return;
  TimePoint& confirmed = owner_.confirmed.at(counted.section);
  confirmed = std::max(confirmed, counted.asked);
}

void PollWriter::take(const SectionReport& section) {
  if (section.section >= sections_of(owner_.service).size())
    throw std::invalid_argument("a report of section " + std::to_string(section.section) + ", which " +
                                std::string(to_text(owner_.service)) + " does not have");
  if ((report_.unstored & bit(section.section)) != 0 && owner_.confirmed[section.section] != TimePoint{})
    note_unstored(connection_, owner_, section.section, section.asked);
  switch (section.state) {
    case SectionReport::State::late:
      open_gap(connection_, owner_, section.section, section.asked, "late", section.detail);
      return;
    case SectionReport::State::failed:
      open_gap(connection_, owner_, section.section, section.asked, to_text(section.kind), section.detail);
      return;
    case SectionReport::State::unsupported:
      close_gap(connection_, owner_, section.section, section.asked);
      owner_.state.unsupported = with(owner_.state.unsupported, section.section);
      return;
    case SectionReport::State::unchanged: close_gap(connection_, owner_, section.section, section.asked); return;
    case SectionReport::State::fetched: take_fetched(section); return;
  }
}

void PollWriter::load_settings() {
  if (loaded_) return;
  loaded_ = true;
  current_ = load_current(connection_, owner_.resource);
  if (current_.id != 0) settings_before_ = load_document(connection_, current_.document);
  settings_ = settings_before_;
}

void PollWriter::take_fetched(const SectionReport& section) {
  load_settings();
  if (section_subset(owner_.service, section.section, section.settings).size() != section.settings.size())
    throw std::invalid_argument("an answer of section " + std::string(sections_of(owner_.service)[section.section]) +
                                " holds a setting of another one");
  // The observation time of a resource never decreases, whatever the wall clock does.
  const TimePoint observed = std::max({section.answered, owner_.newest(), current_.taken});
  close_gap(connection_, owner_, section.section, section.asked);
  const bool first = (owner_.state.seen & bit(section.section)) == 0;
  const Settings old = section_subset(owner_.service, section.section, settings_);
  SectionState& state = owner_.state;
  state.unsupported = without(state.unsupported, section.section);
  state.nonempty =
      section.settings.empty() ? without(state.nonempty, section.section) : with(state.nonempty, section.section);
  if (first) first_sight(connection_, owner_, section.section, observed);
  if (!first && old == section.settings) return;
  keep_answer(connection_, owner_.resource, section.section, section.answer);
  taken_ = std::max(taken_, observed);
  for (const auto& [path, value] : old) settings_.erase(path);
  settings_.insert(section.settings.begin(), section.settings.end());
  if (first) return;
  for (Change& change : diff(old, section.settings)) {
    change.not_before = owner_.confirmed[section.section];
    change.observed_at = observed;
    changes_.push_back(std::move(change));
  }
}

std::optional<Event> PollWriter::take_snapshot() {
  if (taken_ == TimePoint{}) return {};  // nothing new
  owner_.state.off = switched_off(owner_.service, settings_);
  const DocumentRef document = store_document(connection_, owner_.service, settings_, policy_);
  if (current_.id != 0 && document.id == current_.document) return {};
  const std::int64_t snapshot = supersede(connection_, owner_.resource, current_, document, taken_);
  if (changes_.empty()) return {};
  return record_changes(document, snapshot);
}

std::vector<Coverage> PollWriter::coverage_seen(const Settings& settings, const SectionState& state) const {
  auto rows = coverage_of(settings, policy_);
  const SectionMask unread = unread_sections(owner_.asked, state.seen, state.unsupported);
  for (Coverage& row : rows) row.covered = as_far_as_read(row.covered, unread);
  return rows;
}

Event PollWriter::record_changes(const DocumentRef& document, std::int64_t snapshot) {
  SettingsChanged what;
  what.resource = load_info(connection_, owner_.resource);
  what.coverage = shifts(coverage_seen(settings_before_, before_), coverage_seen(settings_, owner_.state));
  what.severity = judge(changes_, what.coverage, policy_);
  what.changes = changes_;
  what.snapshot = {snapshot, document.digest};
  what.previous = {current_.id, current_.digest};
  EventOrigin origin;
  origin.resource = owner_.resource;
  origin.info = &what.resource;
  origin.at = taken_;
  origin.due = report_.started;
  std::set<std::string_view> effects;
  for (const Change& change : changes_) effects.insert(to_text(change.effect));
  origin.effects.assign(effects.begin(), effects.end());
  Event event = record_event(connection_, what, origin, policy_);
  store_changes(event.seq);
  connection_.query("UPDATE resource SET last_changed_ms = ? WHERE id = ?").bind(taken_, owner_.resource).run();
  return event;
}

std::optional<std::string> json_text(const std::optional<Value>& value) {
  if (!value) return {};
  return to_json(*value).dump();
}

SectionMask PollWriter::changed() const {
  SectionMask sections = 0;
  for (const Change& change : changes_) sections = with(sections, section_of(owner_.service, change.path));
  return sections;
}

std::array<std::uint32_t, 3> PollWriter::counts() const {
  std::array<std::uint32_t, 3> counts{};
  for (const Change& change : changes_) ++counts[static_cast<std::size_t>(change.severity)];
  return counts;
}

void PollWriter::store_changes(std::int64_t seq) {
  for (const Change& change : changes_) {
    const std::string path = encode(change.path);
    connection_
        .query(
            "INSERT INTO change (event_seq, resource_id, observed_ms, not_before_ms, op, path, old, new, effect, "
            "severity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(seq, owner_.resource, change.observed_at, change.not_before, to_text(change.op), path,
              json_text(change.before), json_text(change.after), to_text(change.effect), to_text(change.severity))
        .run();
    if (change.op == Op::removed) {
      connection_.query("DELETE FROM setting_change WHERE resource_id = ? AND path = ?")
          .bind(owner_.resource, path)
          .run();
    } else {
      connection_.query("INSERT OR REPLACE INTO setting_change (resource_id, path, at_ms) VALUES (?, ?, ?)")
          .bind(owner_.resource, path, change.observed_at)
          .run();
    }
  }
}

void PollWriter::store_poll(const SectionReport& section) {
  if (section.state == SectionReport::State::late) return;
  const bool good = section.state != SectionReport::State::failed;
  connection_
      .query(
          "UPDATE section_poll SET next_due_ms = ?3, asked_ms = max(asked_ms, ?4), polls = polls + ?5, failures = ?6, "
          "confirmed_ms = CASE WHEN ?5 THEN max(confirmed_ms, ?4) ELSE confirmed_ms END "
          "WHERE resource_id = ?1 AND section = ?2")
      .bind(owner_.resource, section.section, section.next_due, section.asked, good ? 1 : 0, section.failures)
      .run();
}

}  // namespace

CommitResult store_cycle(Connection& connection, const PollReport& cycle, const Policy& policy) {
  CommitResult result;
  result.resource = cycle.resource;
  const auto owner = load_owner(connection, result.resource);
  if (!owner || cycle.generation != policy.generation) return result;
  PollWriter work(connection, cycle, policy, owner->sections);
  result.events = work.store();
  result.changed = work.changed();
  result.changes = work.counts();
  result.notified = cycle.standing ? notified_after(*cycle.standing) : owner->notified;
  result.stored = true;
  const auto asked = [&](SectionMask mask) { return static_cast<SectionMask>(mask & owner->sections.asked); };
  const SectionState& state = work.owner().state;
  result.sections = {asked(state.seen), asked(state.nonempty), asked(state.failing), asked(state.unsupported),
                     asked(state.off)};
  return result;
}

}  // namespace noticed
