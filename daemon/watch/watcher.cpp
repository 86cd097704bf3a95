#include "daemon/watch/watcher.h"

#include <algorithm>
#include <unordered_map>

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
  watched.asked = false;
  return asked;
}

}  // namespace

Watcher::Watcher(Loop& loop, Fetcher& fetcher, const Redactor& redactor, Log& log, Hooks hooks, std::uint32_t seed)
    : loop_(loop),
      fetcher_(fetcher),
      clock_(loop.clock()),
      redactor_(redactor),
      log_(log),
      hooks_(std::move(hooks)),
      seed_(seed),
      schedule_(seed),
      staleness_(clock_.steady()),
      confirmations_(clock_) {}

void Watcher::start(std::shared_ptr<Generation> generation, bool once) {
  generation_ = std::move(generation);
  once_ = once;
  stopped_ = false;
  armed_for_.reset();
  alarm_.cancel();
  confirmations_.clear();
  busy_ = 0;
  fetcher_.reset(generation_->paces, generation_->concurrency, [this](std::uint32_t index) { begin(index); });
  set_up_accounts();
  plan();
  if (unseen_ == 0) hooks_.all_seen();
  pump();
}

void Watcher::stop() {
  stopped_ = true;
  alarm_.cancel();
  fetcher_.reset({}, 0, {});
}

/// Creates each account's queues, outage detection and breaker.
void Watcher::set_up_accounts() {
  std::vector<std::string> names;
  std::vector<OutageDetector::Hosts> hosts;
  std::map<std::string, std::uint32_t> numbers;
  std::vector<Staleness::Place> places;
  lines_.clear();
  for (const auto& account : generation_->accounts) {
    names.push_back(account->name());
    auto& lines = lines_.emplace_back();
    auto& numbered = hosts.emplace_back();
    for (const auto service : all_services()) {
      const std::string& endpoint = account->endpoint(service);
      const auto i = index_of(service);
      numbered[i] = numbers.emplace(endpoint, static_cast<std::uint32_t>(numbers.size())).first->second;
      if (!endpoint.empty()) lines[i] = fetcher_.line(*account, endpoint);
      const auto pace = generation_->paces.find(endpoint);
      const std::string& host = pace == generation_->paces.end() ? endpoint : pace->second.host;
      places.push_back({account->name(), service, endpoint, host, lines[i]});
    }
  }
  breakers_.assign(names.size(), {});
  watched_by_.assign(names.size(), 0);
  poll_stats_.begin(names, generation_->fail_after, generation_->gone_after);
  outage_detector_ = OutageDetector(std::move(names), std::move(hosts));
  outage_detector_.restore(generation_->outages);
  staleness_.begin(std::move(places), generation_->fail_after, generation_->outages, clock_.steady());
}

void Watcher::count(Watched& watched) {
  ++watched_by_[watched.account];
  outage_detector_.watch(watched.account, watched.service, watched.ending);
  staleness_.watch(watched);
  poll_stats_.count(watched);
}

void Watcher::plan() {
  schedule_ = Schedule(seed_);
  WatchList& list = generation_->list;
  const auto& due = generation_->due;
  const SteadyPoint now = clock_.steady();
  const TimePoint wall = clock_.wall();
  std::vector<std::uint32_t> overdue;
  seconds shortest = seconds::max();
  unseen_ = 0;
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    Watched& watched = list[i];
    const seconds interval{watched.interval_s};
    count(watched);
    if (watched.fresh) ++unseen_;
    // A stored time further away than the interval stems from another clock or another interval.
    watched.slot = due[i] ? std::min(now + (*due[i] - wall), now + milliseconds{interval})
                          : first_slot(i, list.size(), now, interval);
    if (once_) {
      queue(i);
      continue;
    }
    watched.scheduled = true;
    if (watched.slot > now) {
      schedule_.at(i, watched.slot);
    } else {
      overdue.push_back(i);
      shortest = std::min(shortest, interval);
    }
  }
  for (std::size_t i = 0; i < overdue.size(); ++i)
    schedule_.at(overdue[i], now + catch_up_delay(i, overdue.size(), shortest));
  generation_->due = {};
}

std::size_t Watcher::account_number(const std::string& name) const {
  const auto& accounts = generation_->accounts;
  const auto same = [&](const auto& account) { return account->name() == name; };
  return static_cast<std::size_t>(std::find_if(accounts.begin(), accounts.end(), same) - accounts.begin());
}

void Watcher::add(const std::vector<Remembered>& added) {
  if (stopped_) return;
  const SteadyPoint now = clock_.steady();
  WatchList& list = generation_->list;
  for (std::size_t i = 0; i < added.size(); ++i) {
    const std::size_t account = account_number(added[i].account);
    if (account == generation_->accounts.size()) continue;
    const auto index = static_cast<std::uint32_t>(list.size());
    Watched& watched = add_remembered(list, static_cast<std::uint8_t>(account), added[i]);
    // Due now; the host's rate limit spreads them. The slot sets the time of later polls within the interval.
    watched.slot = first_slot(i, added.size(), now, seconds{watched.interval_s});
    count(watched);
    if (watched.fresh) ++unseen_;
    queue(index);
  }
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
    if (take_asked(watched)) hooks_.asked(place->second, not_watched());
    --watched_by_[watched.account];
    outage_detector_.watch(watched.account, watched.service, watched.ending, -1);
    staleness_.watch(watched, -1);
    poll_stats_.uncount(watched);
    if (watched.fresh && --unseen_ == 0) hooks_.all_seen();
    if (watched.busy) --busy_;  // its poll will not end
  }
  if (idle()) hooks_.idle();
}

void Watcher::pump() {
  if (stopped_) return;
  const SteadyPoint now = clock_.steady();
  WatchList& list = generation_->list;
  while (const auto index = schedule_.take(now)) {
    Watched& watched = list[*index];
    watched.scheduled = false;
    if (watched.dropped || watched.busy) continue;  // a busy one is scheduled again at its end
    queue(*index);
  }
  arm();
}

void Watcher::queue(std::uint32_t index) {
  Watched& watched = generation_->list[index];
  watched.busy = true;
  ++busy_;
  fetcher_.queue(line_of(watched), index);
}

void Watcher::arm() {
  const auto next = schedule_.next();
  if (!next || stopped_) return;
  // An early timer re-arms itself; setting it anew at every poll would cost a system call each.
  if (armed_for_ && *armed_for_ <= *next) return;
  armed_for_ = *next;
  alarm_ = loop_.after(std::max(milliseconds{1}, *next - clock_.steady()), [this] {
    armed_for_.reset();
    pump();
  });
}

void Watcher::poll_now(const std::function<bool(const Watched&)>& which) {
  const WatchList& list = generation_->list;
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    const Watched& watched = list[i];
    if (!watched.busy && !watched.dropped && which(watched)) queue(i);
  }
}

bool Watcher::listen(std::uint32_t index) {
  Watched& watched = generation_->list[index];
  if (stopped_ || watched.dropped) return false;
  watched.asked = true;
  return true;
}

bool Watcher::poll_asked(std::uint32_t index) {
  const bool listens = listen(index);
  if (listens && !generation_->list[index].busy) queue(index);
  return listens;
}

void Watcher::begin(std::uint32_t index) {
  Watched& watched = generation_->list[index];
  if (watched.dropped) return;
  watched.under_way = true;
  const milliseconds interval = seconds{watched.interval_s};
  if (!watched.scheduled) lag_ = std::max(lag_, clock_.steady() - watched.slot - interval / 20);
  const PollRun::Collaborators parts{fetcher_, clock_, redactor_, hasher_, *this};
  std::make_shared<PollRun>(parts, generation_, index, line_of(watched))->begin();
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
  Watched& watched = run->watched();
  watched.failures =
      conclusion.failed ? static_cast<std::uint16_t>(std::min(watched.failures + 1, 65'535)) : std::uint16_t{0};
  watched.missing =
      conclusion.missing ? static_cast<std::uint8_t>(std::min(watched.missing + 1, 255)) : std::uint8_t{0};
  // A poll ahead of schedule keeps the scheduled time.
  if (!watched.scheduled) watched.slot = next_slot(watched.slot, clock_.steady(), seconds{watched.interval_s});
  poll_stats_.restate(watched);
  poll_stats_.ended(watched, conclusion.failed && conclusion.ending == kGood ? kPartial : conclusion.ending,
                    run->duration());
  const auto transition = reachability_after(*run, conclusion);
  // After a failed commit the poll must be submitted again, if only to record the gap.
  if (conclusion.needs_commit || watched.unstored || transition)
    submit(run, std::move(conclusion), transition);
  else
    record_unchanged(run, conclusion);
}

/// Reports outages that this poll began or ended, and returns the resource's own transition.
std::optional<ReachabilityTransition> Watcher::reachability_after(const PollRun& run, const Conclusion& conclusion) {
  Watched& watched = run.watched();
  PollEnd end{watched.account,  watched.service, watched.ending,  conclusion.ending,
              watched.failures, run.started(),   conclusion.kind, conclusion.detail};
  end.rejected = end.now == kUnsigned && !generation_->accounts[watched.account]->sign_in().rejection().empty();
  end.interval = seconds{watched.interval_s};
  watched.ending = conclusion.ending;
  for (const auto& turn : outage_detector_.record(end)) hooks_.outage(turn, [](bool) {});
  ReachabilityState now{watched.notified, conclusion.failed, watched.failures, watched.missing};
  now.explained = outage_detector_.explains(watched.account, watched.service, conclusion.ending);
  return next_transition(now, generation_->fail_after, generation_->gone_after);
}

void Watcher::record_unchanged(const PollRunPtr& run, const Conclusion& conclusion) {
  for (const auto& [section, hashes] : conclusion.hashes) run->list().hashes(run->watched(), section) = hashes;
  confirmations_.add(run->list(), run->index(), run->started());
  end(*run, outcome_of(conclusion, false, nullptr));
}

milliseconds Watcher::lag() { return std::max(std::exchange(lag_, milliseconds{0}), staleness_.lag()); }

void Watcher::check_staleness() {
  if (stopped_ || once_ || !generation_) return;
  for (const auto& turn : staleness_.check(generation_->list, fetcher_, clock_))
    hooks_.outage(turn, [this, turn](bool stored) { staleness_.recorded(turn, stored); });
}

std::vector<Confirmation> Watcher::take_confirmations() {
  return generation_ ? confirmations_.take_all(generation_->list) : std::vector<Confirmation>{};
}

void Watcher::submit(const PollRunPtr& run, Conclusion conclusion, std::optional<ReachabilityTransition> transition) {
  Watched& watched = run->watched();
  PollReport report;
  report.so_far = confirmations_.take(watched);
  report.generation = run->generation().number;
  report.started = run->started();
  report.next_due = report.so_far.next_due;
  report.failures = watched.failures;
  report.unstored = watched.unstored;
  report.standing = transition;
  if (conclusion.signature != watched.signature) log_failures(log_, run->list(), watched, conclusion);
  report.sections = std::exchange(conclusion.reports, {});
  ++uncommitted_;
  limit_uncommitted();
  hooks_.commit(std::move(report), [this, run, conclusion = std::move(conclusion)](const CommitResult* result) {
    --uncommitted_;
    limit_uncommitted();
    if (result != nullptr && !result->events.empty()) hooks_.on_committed(result->events);
    if (in_force(*run)) on_committed(run, conclusion, result);
  });
}

/// If the store is slower than the polls, new polls wait: results queued for it take memory.
void Watcher::limit_uncommitted() {
  const bool hold = uncommitted_ >= (held_ ? kMostUncommitted / 2 : kMostUncommitted);
  if (std::exchange(held_, hold) != hold) fetcher_.hold(hold);
}

void Watcher::on_committed(const PollRunPtr& run, const Conclusion& conclusion, const CommitResult* result) {
  Watched& watched = run->watched();
  if (result == nullptr || !result->stored) {
    // What was not stored did not happen: hashes stay, and the next poll submits it again.
    watched.unstored = result == nullptr;
    if (result != nullptr && !result->error.empty())
      log_.error("poll_result_rejected", {{"resource", label(run->list(), watched)}, {"error", result->error}});
    return end(*run, not_stored(result));
  }
  for (const auto& [section, hashes] : conclusion.hashes) run->list().hashes(watched, section) = hashes;
  watched.unstored = false;
  watched.sections = result->sections;
  watched.notified = result->notified;
  watched.signature = conclusion.signature;
  const bool first = watched.fresh;
  watched.fresh = false;
  poll_stats_.restate(watched);
  poll_stats_.changed(watched, result->changes);
  if (run->previous_unknown() && !result->likeness.empty())
    breakers_[watched.account].record(run->index(), clock_.steady());
  if (first && --unseen_ == 0) hooks_.all_seen();
  if (!once_ && !result->likeness.empty()) follow_change(watched, result->likeness);
  end(*run, outcome_of(conclusion, first, result));
}

/// Three equal changes in a project: poll its other resources now.
void Watcher::follow_change(const Watched& watched, const std::string& likeness) {
  const WatchList& list = generation_->list;
  const std::string_view project = list.project_id(watched);
  std::string where = std::to_string(watched.account) + "/" + std::string(project);
  if (project.empty()) where += "/" + std::string(to_text(watched.service));
  if (!mass_change_.record(where, likeness, seconds{watched.interval_s}, clock_.steady())) return;
  log_.info("mass_change_suspected", {{"account", generation_->accounts[watched.account]->name()},
                                      {"project", std::string(project)},
                                      {"effect", "its other resources are polled immediately"}});
  poll_now([&](const Watched& other) {
    return other.account == watched.account && list.project_id(other) == project &&
           (!project.empty() || other.service == watched.service);
  });
}

void Watcher::end(const PollRun& run, const PollOutcome& outcome) {
  all_good_ = all_good_ && outcome.good();
  Watched& watched = run.watched();
  watched.busy = watched.under_way = false;
  --busy_;
  if (take_asked(watched)) hooks_.asked(run.index(), outcome);
  if (!once_ && !watched.scheduled) {
    watched.scheduled = true;
    schedule_.at_slot(run.index(), watched.slot, seconds{watched.interval_s});
    arm();
  }
  if (idle()) hooks_.idle();
}

}  // namespace noticed
