#include "daemon/watch/watcher.h"

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_map>

#include "daemon/config/url.h"
#include "daemon/watch/poll_log.h"
#include "daemon/watch/reachability.h"

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::size_t kMostUncommitted = 2'000;  // a few kB each

/// Returns and clears whether somebody waits for the result.
bool take_asked(Watched& watched) {
  const bool asked = watched.asked;
  return watched.asked = false, asked;
}

}  // namespace

Watcher::Watcher(Loop& loop, Fetcher& fetcher, const Redactor& redactor, Log& log, Hooks hooks)
    : fetcher_(fetcher),
      clock_(loop.clock()),
      redactor_(redactor),
      log_(log),
      hooks_(std::move(hooks)),
      started_(clock_.steady()),
      staleness_(clock_.steady()),
      confirmations_([this](const Watched& watched, SectionIndex section) { return due_of(watched, section); }) {}

void Watcher::start(std::shared_ptr<Generation> generation, bool once) {
  generation_ = std::move(generation);
  once_ = once;
  stopped_ = false;
  confirmations_.clear();
  busy_ = 0;
  fetcher_.reset(generation_->paces, generation_->concurrency, this);
  set_up_accounts();
  plan();
  if (unseen_ == 0) hooks_.all_seen();
  fetcher_.wake();
}

void Watcher::stop() {
  stopped_ = true;
  fetcher_.reset({}, 0, nullptr);
}

/// Creates each account's lines, outage detection and breaker.
void Watcher::set_up_accounts() {
  std::vector<std::string> names;
  std::vector<OutageDetector::Hosts> hosts;
  std::map<std::string, std::uint32_t> numbers;
  std::vector<Staleness::Place> places;
  timetable_.begin(generation_->accounts, fetcher_);
  for (const auto& account : generation_->accounts) {
    names.push_back(account->name());
    auto& numbered = hosts.emplace_back();
    for (const auto service : all_services()) {
      const std::string& endpoint = account->endpoint(service);
      numbered[index_of(service)] = numbers.emplace(endpoint, static_cast<std::uint32_t>(numbers.size())).first->second;
      const auto pace = generation_->paces.find(endpoint);
      const std::string& host = pace == generation_->paces.end() ? endpoint : pace->second.host;
      places.push_back({account->name(), service, short_origin(host), timetable_.lines_of(names.size() - 1, service)});
    }
  }
  breakers_.assign(names.size(), {});
  watched_by_.assign(names.size(), 0);
  poll_stats_.begin(names, generation_->fail_after, generation_->gone_after);
  outage_detector_ = OutageDetector(std::move(names), std::move(hosts));
  outage_detector_.restore(generation_->outages);
  staleness_.begin(std::move(places), generation_->fail_after, generation_->outages, clock_.steady());
}

void Watcher::count(std::uint32_t index) {
  Watched& watched = generation_->list[index];
  ++watched_by_[watched.account];
  outage_detector_.watch(watched.account, watched.service, watched.ending);
  staleness_.watch(watched);
  poll_stats_.count(watched);
  haste_.add(generation_->list, index);
  if (watched.fresh) ++unseen_;
  ++left_;
}

/// `times`: of its sections, as stored; null if it was never polled. What is polled for the first time, is polled
/// whole: then only the lead is scheduled, the others are when they were asked.
void Watcher::schedule(std::uint32_t index, const SectionTimes* times) {
  Watched& watched = generation_->list[index];
  const auto lead = lead_of(watched);
  if (watched.fresh || once_ || times == nullptr) return timetable_.add_first(generation_->list, watched, lead);
  const SteadyPoint now = clock_.steady();
  const TimePoint wall = clock_.wall();
  for (SectionIndex section = 0; section < section_count(watched.service); ++section) {
    if ((watched.wanted & bit(section)) == 0) continue;
    std::optional<Timetable::Before> before;
    if (times[section].next_due) {
      // A time in the future stems from another clock.
      const SteadyPoint asked = now - std::max(milliseconds{0}, wall - times[section].asked);
      before = {asked, std::min(now + (*times[section].next_due - wall), asked + seconds{watched.interval_s} * 100)};
      generation_->list.poll(watched, section).looked = asked;
    }
    timetable_.add(generation_->list, watched, section, before);
  }
}

void Watcher::plan() {
  unseen_ = 0;
  left_ = 0;
  haste_.clear();
  const WatchList& list = generation_->list;
  const auto& times = generation_->times;
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    count(i);
    schedule(i, times.empty() ? nullptr : &times[list[i].sections_at]);
  }
  generation_->times = {};
  timetable_.share_out(fetcher_);
}

std::size_t Watcher::account_number(const std::string& name) const {
  const auto& accounts = generation_->accounts;
  return static_cast<std::size_t>(std::ranges::find(accounts, name, &Account::name) - accounts.begin());
}

void Watcher::add(const std::vector<Remembered>& added) {
  if (stopped_) return;
  WatchList& list = generation_->list;
  for (const Remembered& remembered : added) {
    const std::size_t account = account_number(remembered.account);
    if (account == generation_->accounts.size()) continue;
    const auto index = static_cast<std::uint32_t>(list.size());
    add_remembered(list, static_cast<std::uint8_t>(account), remembered);
    count(index);
    schedule(index, remembered.times.data());
  }
  timetable_.share_out(fetcher_);
  fetcher_.wake();
}

void Watcher::drop(const std::vector<std::int64_t>& dropped) {
  if (dropped.empty() || stopped_) return;
  WatchList& list = generation_->list;
  std::unordered_map<std::int64_t, std::uint32_t> places;
  for (std::uint32_t i = 0; i < list.size(); ++i)
    if (!list[i].dropped) places.emplace(list[i].resource, i);
  for (const auto resource : dropped) {
    const auto place = places.find(resource);
    if (place == places.end()) continue;
    Watched& watched = list[place->second];
    watched.dropped = true;
    timetable_.remove(list, watched);
    if (take_asked(watched)) hooks_.asked(place->second, not_watched());
    --watched_by_[watched.account];
    outage_detector_.watch(watched.account, watched.service, watched.ending, -1);
    staleness_.watch(watched, -1);
    poll_stats_.uncount(watched);
    if (watched.fresh && --unseen_ == 0) hooks_.all_seen();
    if (watched.busy) --busy_;  // its poll will not end
    if (left_ > 0 && !(once_ && watched.done)) --left_;
  }
  timetable_.share_out(fetcher_);
  if (idle()) hooks_.idle();
}

bool Watcher::listen(std::uint32_t index) {
  Watched& watched = generation_->list[index];
  return watched.asked = !stopped_ && !watched.dropped;
}

bool Watcher::poll_asked(std::uint32_t index) {
  if (!listen(index)) return false;
  Watched& watched = generation_->list[index];
  if (watched.busy && watched.all_asked) return true;
  watched.whole = true;
  timetable_.urge(generation_->list, watched, lead_of(watched), clock_.steady());
  fetcher_.wake();
  return true;
}

std::optional<SteadyPoint> Watcher::next_turn(const Fetcher::Line& line, SteadyPoint now) {
  return timetable_.next(line, now);
}

bool Watcher::begin_turn(const Fetcher::Line& line, SteadyPoint now) {
  const auto taken = timetable_.take(line, now);
  if (!taken) return false;
  WatchList& list = generation_->list;
  const SectionPoll& poll = list.polls()[*taken];
  Watched& watched = list[poll.owner];
  const auto section = static_cast<SectionIndex>(*taken - watched.sections_at);
  if (watched.busy) {
    watched.waiting = static_cast<SectionMask>(watched.waiting | bit(section));
    return true;
  }
  if (watched.whole && section == lead_of(watched))
    timetable_.charge(watched, section,
                      static_cast<std::size_t>(std::popcount(static_cast<unsigned>(watched.wanted))) - 1);
  if (poll.looked != SteadyPoint{})  // that nobody looked before this process began is no lag
    lag_ = std::max(lag_, now - std::max(timetable_.due(list, watched, section), started_));
  begin(poll.owner, bit(section));
  return true;
}

/// Whether it is there at all, and whether a section is offered, only all its answers together tell: then the lead's
/// turn is that of all.
void Watcher::begin(std::uint32_t index, SectionMask sections) {
  Watched& watched = generation_->list[index];
  const bool leads = (sections & bit(lead_of(watched))) != 0;
  if (leads && (watched.whole || watched.fresh || once_ || watched.missing > 0)) sections = watched.wanted;
  watched.busy = true;
  ++busy_;
  watched.all_asked = is_whole(watched, sections);
  if (watched.all_asked) watched.whole = false;
  const PollRun::Collaborators parts{fetcher_, clock_, redactor_, hasher_, *this};
  std::make_shared<PollRun>(parts, generation_, index, sections)->begin();
}

const Fetcher::LinePtr& Watcher::line_of(const PollRun& run, SectionIndex section) const {
  return timetable_.line(run.watched(), section);
}

TimePoint Watcher::due_of(const Watched& watched, SectionIndex section) {
  return clock_.wall() + (timetable_.due(generation_->list, watched, section) - clock_.steady());
}

bool Watcher::in_force(const PollRun& run) const {
  return &run.generation() == generation_.get() && !stopped_ && !run.watched().dropped;
}

bool Watcher::must_confirm(const PollRun& run) {
  const Watched& watched = run.watched();
  Breaker& breaker = breakers_[watched.account];
  if (!run.previous_unknown()) breaker.record(run.index(), clock_.steady());
  return breaker.is_open(watched_by_[watched.account], seconds{watched.interval_s}, clock_.steady());
}

void Watcher::conclude(const PollRunPtr& run) {
  Conclusion conclusion = run->poll().conclude();
  WatchList& list = run->list();
  Watched& watched = run->watched();
  // A poll of all sections follows at once, which tells what this failure means.
  const bool preliminary = conclusion.unclear && !run->whole() && !once_;
  // What was counted before belongs to the report, if there is one; it must not see the new failures.
  std::array<std::uint16_t, kMostSections> failures{};
  watched.failures = 0;
  for (SectionIndex section = 0; section < section_count(watched.service); ++section) {
    failures[section] = list.poll(watched, section).failures;
    if ((conclusion.sections & bit(section)) != 0 && !preliminary)
      failures[section] = (conclusion.failing & bit(section)) != 0
                              ? static_cast<std::uint16_t>(std::min(failures[section] + 1, 65'535))
                              : std::uint16_t{0};
    if ((watched.wanted & bit(section)) != 0) watched.failures = std::max(watched.failures, failures[section]);
    if ((conclusion.sections & bit(section)) != 0) timetable_.asked(list, watched, section, run->began());
  }
  watched.waiting = static_cast<SectionMask>(watched.waiting & ~conclusion.sections);  // they had their turn
  if (run->whole())
    watched.missing =
        conclusion.missing ? static_cast<std::uint8_t>(std::min(watched.missing + 1, 255)) : std::uint8_t{0};
  else if (conclusion.failing != conclusion.sections)
    watched.missing = 0;
  conclusion.ending = ending_after(*run, conclusion);
  poll_stats_.restate(watched);
  poll_stats_.ended(watched, conclusion.failed && conclusion.ending == kGood ? kPartial : conclusion.ending,
                    run->duration());
  if (!once_) look_closer(*run, conclusion);
  const auto transition = preliminary ? std::nullopt : reachability_after(*run, conclusion);
  // After a failed commit the poll must be submitted again, if only to record the gap.
  const bool commits = conclusion.needs_commit || (watched.unstored & conclusion.sections) != 0 || transition;
  std::vector<Confirmation> so_far;
  if (commits) so_far = confirmations_.take(list, watched);
  for (SectionIndex section = 0; section < section_count(watched.service); ++section)
    list.poll(watched, section).failures = failures[section];
  if (commits)
    submit(run, std::move(conclusion), transition, std::move(so_far));
  else
    record_unchanged(run, conclusion);
}

/// How polling the resource ends, as far as its sections tell together: one that fails alone is a matter of its own.
Ending Watcher::ending_after(const PollRun& run, const Conclusion& conclusion) {
  Watched& watched = run.watched();
  if (conclusion.failing != conclusion.sections) watched.unheard = 0;
  watched.unheard = static_cast<SectionMask>(watched.unheard | conclusion.failing);
  if (run.whole() || conclusion.ending == kUnsigned) return conclusion.ending;
  const auto count = [](int mask) { return std::popcount(static_cast<unsigned>(mask)); };
  const int enough = std::min(2, count(watched.wanted & ~watched.sections.unsupported));
  return count(watched.unheard) >= enough ? conclusion.ending : kGood;
}

/// A failure of one section: does the resource fail as a whole?
void Watcher::look_closer(const PollRun& run, const Conclusion& conclusion) {
  Watched& watched = run.watched();
  if (!conclusion.failed || run.whole()) return;
  const SteadyPoint now = clock_.steady();
  if (conclusion.unclear) {
    watched.whole = true;
    timetable_.urge(run.list(), watched, lead_of(watched), now);
  } else if (watched.unheard == conclusion.failing) {
    const SectionIndex other = (conclusion.failing & bit(0)) == 0 ? SectionIndex{0} : lead_of(watched);
    timetable_.urge(run.list(), watched, other, now);
  }
}

/// Reports outages that this poll began or ended, and returns the resource's own transition.
std::optional<ReachabilityTransition> Watcher::reachability_after(const PollRun& run, const Conclusion& conclusion) {
  Watched& watched = run.watched();
  PollEnd end{watched.account,  watched.service, watched.ending,  conclusion.ending,
              watched.failures, run.started(),   conclusion.kind, conclusion.detail};
  end.rejected = end.now == kUnsigned && !generation_->accounts[watched.account]->sign_in().rejection().empty();
  end.interval = seconds{watched.interval_s};
  // One silent section of several proves nothing yet, and is no answer either.
  const bool inconclusive = conclusion.ending == kGood && conclusion.failing == conclusion.sections;
  if (!inconclusive) {
    watched.ending = conclusion.ending;
    for (const auto& turn : outage_detector_.record(end)) hooks_.outage(turn, [](bool) {});
  }
  ReachabilityState now{watched.notified, watched.failures > 0, watched.failures, watched.missing};
  now.explained = outage_detector_.explains(watched.account, watched.service, conclusion.ending);
  return next_transition(now, generation_->fail_after, generation_->gone_after);
}

void Watcher::record_unchanged(const PollRunPtr& run, const Conclusion& conclusion) {
  WatchList& list = run->list();
  for (const auto& [section, hashes] : conclusion.hashes) list.hashes(run->watched(), section) = hashes;
  for (const SectionReport& report : conclusion.reports)
    confirmations_.add(list, run->watched(), report.section, report.asked);
  end(*run, outcome_of(conclusion, false, nullptr));
}

milliseconds Watcher::lag() { return std::max(std::exchange(lag_, milliseconds{0}), staleness_.lag()); }

void Watcher::check_staleness() {
  if (stopped_ || once_ || !generation_) return;
  timetable_.share_out(fetcher_);
  for (const auto& turn : staleness_.check(generation_->list, timetable_, fetcher_, clock_, all_seen()))
    hooks_.outage(turn, [this, turn](bool stored) { staleness_.recorded(turn, stored); });
  for (const Staleness::Late& late : staleness_.late()) {
    if (uncommitted_ >= kMostUncommitted) break;  // the rest at the next check
    submit_late(late);
  }
  fetcher_.wake();
}

std::optional<std::vector<SectionPromise>> Watcher::take_promises() {
  if (stopped_ || once_ || !generation_) return {};
  auto promises = timetable_.promises(generation_->accounts);
  if (promises == promises_) return {};
  promises_ = promises;
  return promises;
}

std::vector<Confirmation> Watcher::take_confirmations() {
  return generation_ ? confirmations_.take_all(generation_->list) : std::vector<Confirmation>{};
}

void Watcher::submit(const PollRunPtr& run, Conclusion conclusion, std::optional<ReachabilityTransition> transition,
                     std::vector<Confirmation> so_far) {
  WatchList& list = run->list();
  Watched& watched = run->watched();
  PollReport report;
  report.resource = watched.resource;
  report.so_far = std::move(so_far);
  report.generation = run->generation().number;
  report.started = run->started();
  report.failures = watched.failures;
  report.unstored = static_cast<SectionMask>(watched.unstored & conclusion.sections);
  report.standing = transition;
  if (conclusion.news) log_failures(log_, list, watched, conclusion);
  report.sections = std::exchange(conclusion.reports, {});
  std::vector<std::pair<SectionIndex, Ending>> endings;
  for (SectionReport& section : report.sections) {
    section.next_due = due_of(watched, section.section);
    section.failures = list.poll(watched, section.section).failures;
    endings.emplace_back(section.section,
                         section.state == SectionReport::State::failed ? ending_of(section.kind) : kGood);
  }
  ++uncommitted_;
  limit_uncommitted();
  hooks_.commit(std::move(report), [this, run, endings = std::move(endings),
                                    conclusion = std::move(conclusion)](const CommitResult* result) {
    --uncommitted_;
    limit_uncommitted();
    if (result != nullptr && !result->events.empty()) hooks_.on_committed(result->events);
    if (!in_force(*run)) return;
    if (result != nullptr && result->stored)
      for (const auto& [section, ending] : endings) run->list().poll(run->watched(), section).stored = ending;
    on_committed(run, conclusion, result);
  });
}

/// Records that sections were not looked at in time; ends when they are.
void Watcher::submit_late(const Staleness::Late& late) {
  WatchList& list = generation_->list;
  Watched& watched = list[late.index];
  PollReport report;
  report.resource = watched.resource;
  report.generation = generation_->number;
  report.started = clock_.wall();
  report.failures = watched.failures;
  report.so_far = confirmations_.take(list, watched);
  for (SectionIndex section = 0; section < section_count(watched.service); ++section) {
    if ((late.sections & bit(section)) == 0) continue;
    SectionReport part;
    part.section = section;
    part.state = SectionReport::State::late;
    part.asked = part.answered = report.started;
    report.sections.push_back(std::move(part));
  }
  watched.busy = true, watched.all_asked = false;
  ++busy_;
  ++uncommitted_;
  hooks_.commit(std::move(report), [this, generation = generation_, index = late.index](const CommitResult* result) {
    --uncommitted_;
    limit_uncommitted();
    Watched& stored = generation->list[index];
    if (generation != generation_ || stopped_ || stored.dropped) return;
    if (result != nullptr && result->stored) stored.sections = result->sections;
    stored.busy = false;
    --busy_;
    begin_waiting(index);
  });
}

/// If the store is slower than the polls, new polls wait: results queued for it take memory.
void Watcher::limit_uncommitted() {
  const bool hold = uncommitted_ >= (held_ ? kMostUncommitted / 2 : kMostUncommitted);
  if (std::exchange(held_, hold) != hold) fetcher_.hold(hold);
}

void Watcher::on_committed(const PollRunPtr& run, const Conclusion& conclusion, const CommitResult* result) {
  WatchList& list = run->list();
  Watched& watched = run->watched();
  if (result == nullptr || !result->stored) {
    // What was not stored did not happen: hashes stay, and the next poll submits it again.
    if (result == nullptr) watched.unstored = static_cast<SectionMask>(watched.unstored | conclusion.sections);
    if (result != nullptr && !result->error.empty())
      log_.error("poll_result_rejected", {{"resource", label(list, watched)}, {"error", result->error}});
    return end(*run, not_stored(result));
  }
  for (const auto& [section, hashes] : conclusion.hashes) list.hashes(watched, section) = hashes;
  watched.unstored = static_cast<SectionMask>(watched.unstored & ~conclusion.sections);
  watched.sections = result->sections;
  watched.notified = result->notified;
  const bool first = watched.fresh;
  watched.fresh = false;
  timetable_.set_idle(list, watched);
  poll_stats_.restate(watched);
  poll_stats_.changed(watched, result->changes);
  if (run->previous_unknown() && result->changed != 0) breakers_[watched.account].record(run->index(), clock_.steady());
  if (first && --unseen_ == 0) hooks_.all_seen();
  if (!once_ && result->changed != 0) follow_change(run->index(), result->changed);
  end(*run, outcome_of(conclusion, first, result));
}

/// A change is seldom alone: the like sections of its project, and the status calls, are asked soon.
void Watcher::follow_change(std::uint32_t index, SectionMask changed) {
  const WatchList& list = generation_->list;
  haste_.follow(list, index, changed, clock_.steady(), [&](const Watched& other, SectionIndex section, SteadyPoint at) {
    timetable_.urge(list, other, section, at);
  });
  fetcher_.wake();
}

void Watcher::end(const PollRun& run, const PollOutcome& outcome) {
  all_good_ = all_good_ && outcome.good();
  Watched& watched = run.watched();
  watched.busy = false;
  --busy_;
  if (run.whole() && take_asked(watched)) hooks_.asked(run.index(), outcome);
  if (once_) {
    timetable_.remove(run.list(), watched);
    watched.done = true;
    --left_;
  } else {
    // It may have become urgent while it was being asked.
    if (watched.whole) timetable_.urge(run.list(), watched, lead_of(watched), clock_.steady());
    begin_waiting(run.index());
  }
  if (idle()) hooks_.idle();
}

/// Sections whose turn came during another poll.
void Watcher::begin_waiting(std::uint32_t index) {
  Watched& watched = generation_->list[index];
  const auto waiting = std::exchange(watched.waiting, SectionMask{0});
  if (waiting != 0) begin(index, waiting);
  fetcher_.wake();
}

}  // namespace noticed
