#include "daemon/watch/watcher.h"

#include <algorithm>
#include <unordered_map>

#include "daemon/watch/poll_log.h"
#include "daemon/watch/reachability.h"

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds kSecondLook{2};            // an anomalous reply is requested again after this
constexpr seconds kMostRetrying{60};         // a poll's attempts begin within this, and within half an interval
constexpr std::size_t kMostStoring = 2'000;  // polls that may wait for the store; a few kB each

/// Returns and clears whether somebody waits for the result.
bool take_asked(Watched& watched) {
  const bool asked = watched.asked;
  watched.asked = false;
  return asked;
}

}  // namespace

/// One poll in flight. Keeps its generation alive, since the list may be replaced meanwhile.
struct Watcher::PollRun {
  std::shared_ptr<Generation> generation;
  std::uint32_t index = 0;
  TimePoint started{};
  SteadyPoint began{};
  SteadyPoint give_up{};
  std::size_t waiting = 0;
  bool looked_twice = false;
  bool forgot = false;
  std::optional<Poll> poll;
  Alarm pause;
  Watched& watched() const { return generation->list[index]; }
};

/// One request of a poll.
class Watcher::PollCall final : public Call {
 public:
  PollCall(Watcher& watcher, PollRunPtr run, std::size_t number)
      : watcher_(watcher), run_(std::move(run)), number_(number) {}
  std::optional<Failure> take(HttpResult result) override {
    return run_->poll->take(number_, std::move(result), run_->started, watcher_.clock_.wall());
  }
  void done() override { watcher_.answered(run_); }

 private:
  Watcher& watcher_;
  PollRunPtr run_;
  std::size_t number_;
};

Watcher::Watcher(Loop& loop, Fetcher& fetcher, const Redactor& redactor, Log& log, Hooks hooks, std::uint32_t seed)
    : loop_(loop),
      fetcher_(fetcher),
      clock_(loop.clock()),
      redactor_(redactor),
      log_(log),
      hooks_(std::move(hooks)),
      seed_(seed),
      schedule_(seed),
      staleness_(clock_.steady()) {}

void Watcher::start(std::shared_ptr<Generation> generation, bool once) {
  generation_ = std::move(generation);
  once_ = once;
  stopped_ = false;
  armed_for_.reset();
  alarm_.cancel();
  touched_.clear();
  paused_.clear();
  fetcher_.reset(generation_->paces, generation_->concurrency, [this](std::uint32_t index) { begin(index); });
  take_lines();
  plan();
  if (unseen_ == 0) hooks_.all_seen();
  pump();
}

void Watcher::stop() {
  stopped_ = true;
  alarm_.cancel();
  paused_.clear();
  fetcher_.reset({}, 0, {});
}

/// Creates each account's queues, outage detection and breaker.
void Watcher::take_lines() {
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
  outage_detector_.remember(generation_->outages);
  staleness_.begin(std::move(places), generation_->fail_after, generation_->outages, clock_.steady());
}

void Watcher::take_in(Watched& watched) {
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
    take_in(watched);
    if (watched.fresh) ++unseen_;
    // A stored time further away than the interval stems from another clock or another interval.
    watched.slot = due[i] ? std::min(now + (*due[i] - wall), now + milliseconds{interval})
                          : first_slot(i, list.size(), now, interval);
    watched.scheduled = true;
    if (!once_ && watched.slot > now) {
      schedule_.at(i, watched.slot);
    } else {
      overdue.push_back(i);
      shortest = std::min(shortest, interval);
    }
  }
  unswept_ = once_ ? list.size() : 0;
  for (std::size_t i = 0; i < overdue.size(); ++i)
    schedule_.at(overdue[i], once_ ? now : now + catch_up_delay(i, overdue.size(), shortest));
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
    take_in(watched);
    if (watched.fresh) ++unseen_;
    if (once_) ++unswept_;
    watched.scheduled = true;
    schedule_.at(index, now);
  }
  pump();
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
    // Its queued or running poll will not end.
    if (once_ && (watched.scheduled || watched.busy) && --unswept_ == 0) hooks_.swept();
  }
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
  fetcher_.queue(lines_[watched.account][static_cast<std::size_t>(watched.service)], index);
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
  WatchList& list = generation_->list;
  Watched& watched = list[index];
  if (watched.dropped) return;
  watched.under_way = true;
  const SteadyPoint now = clock_.steady();
  const milliseconds interval = seconds{watched.interval_s};
  if (!watched.scheduled) lag_ = std::max(lag_, now - watched.slot - interval / 20);
  auto run = std::make_shared<PollRun>();
  run->generation = generation_;
  run->index = index;
  run->started = clock_.wall();
  run->began = now;
  run->give_up = now + std::min(interval / 2, milliseconds{kMostRetrying});
  const Target target{list.id(watched), list.project_id(watched), watched.wanted};
  run->poll.emplace(poller_for(watched.service), target, watched, redactor_, hasher_, list);
  const std::size_t count = run->poll->requests().size();
  run->waiting = count;
  for (std::size_t i = 0; i < count; ++i) ask(run, i);
}

void Watcher::ask(const PollRunPtr& run, std::size_t number) {
  const Watched& watched = run->watched();
  auto call = std::make_shared<PollCall>(*this, run, number);
  call->target = run->poll->requests()[number].target;
  call->timeout = generation_->timeout;
  call->give_up = run->give_up;
  fetcher_.fetch(lines_[watched.account][static_cast<std::size_t>(watched.service)], std::move(call));
}

bool Watcher::current(const PollRunPtr& run) const {
  return run->generation == generation_ && !stopped_ && !run->watched().dropped;
}

void Watcher::answered(const PollRunPtr& run) {
  if (--run->waiting > 0 || !current(run)) return;
  auto numbers = run->looked_twice ? std::vector<std::size_t>{} : run->poll->second_looks(needs_confirmation(run));
  if (numbers.empty())
    conclude(run);
  else
    schedule_confirmation(run, std::move(numbers));
}

bool Watcher::needs_confirmation(const PollRunPtr& run) {
  if (!run->poll->would_change()) return false;
  const Watched& watched = run->watched();
  run->forgot = run->poll->forgot();
  Breaker& breaker = breakers_[watched.account];
  if (!run->forgot) breaker.note(run->index, clock_.steady());
  return breaker.doubts(watched_by_[watched.account], seconds{watched.interval_s}, clock_.steady());
}

void Watcher::schedule_confirmation(const PollRunPtr& run, std::vector<std::size_t> numbers) {
  run->looked_twice = true;
  run->waiting = numbers.size();
  run->give_up = std::max(run->give_up, clock_.steady() + 2 * kSecondLook);
  paused_.insert(run);
  run->pause = loop_.after(kSecondLook, [this, weak = std::weak_ptr<PollRun>(run), numbers = std::move(numbers)] {
    const PollRunPtr held = weak.lock();
    if (!held || paused_.erase(held) == 0 || !current(held)) return;
    for (const auto number : numbers) ask(held, number);
  });
}

void Watcher::conclude(const PollRunPtr& run) {
  Conclusion conclusion = run->poll->conclude();
  Watched& watched = run->watched();
  watched.failures =
      conclusion.failed ? static_cast<std::uint16_t>(std::min(watched.failures + 1, 65'535)) : std::uint16_t{0};
  watched.missing =
      conclusion.missing ? static_cast<std::uint8_t>(std::min(watched.missing + 1, 255)) : std::uint8_t{0};
  // A poll ahead of schedule keeps the scheduled time.
  if (!watched.scheduled) watched.slot = next_slot(watched.slot, clock_.steady(), seconds{watched.interval_s});
  poll_stats_.restate(watched);
  poll_stats_.ended(watched, conclusion.failed && conclusion.ending == kGood ? kPartial : conclusion.ending,
                    clock_.steady() - run->began);
  const auto standing = judge(run, conclusion);
  // After a failed commit the poll must be submitted again, if only to record the gap.
  if (conclusion.tell || watched.unstored || standing)
    submit(run, std::move(conclusion), standing);
  else
    record_unchanged(run, conclusion);
}

/// Derives from the end of this poll the resource's reachability transition and wider outages.
std::optional<ReachabilityTransition> Watcher::judge(const PollRunPtr& run, const Conclusion& conclusion) {
  Watched& watched = run->watched();
  PollEnd end{watched.account,  watched.service, watched.ending,  conclusion.ending,
              watched.failures, run->started,    conclusion.kind, conclusion.detail};
  end.rejected = end.now == kUnsigned && !generation_->accounts[watched.account]->sign_in().rejection().empty();
  end.interval = seconds{watched.interval_s};
  watched.ending = conclusion.ending;
  for (const auto& turn : outage_detector_.take(end)) hooks_.outage(turn, [](bool) {});
  Standings now{watched.notified, conclusion.failed, watched.failures, watched.missing};
  now.excused = outage_detector_.excuses(watched.account, watched.service, conclusion.ending);
  return step_of(now, generation_->fail_after, generation_->gone_after);
}

void Watcher::record_unchanged(const PollRunPtr& run, const Conclusion& conclusion) {
  Watched& watched = run->watched();
  WatchList& list = run->generation->list;
  for (const auto& [section, hashes] : conclusion.hashes) list.hashes(watched, section) = hashes;
  if (watched.polls == 0) touched_.push_back(run->index);
  if (watched.polls < 65'535) ++watched.polls;
  watched.polled = run->started;
  end(run, outcome_of(conclusion, false, nullptr));
}

milliseconds Watcher::lag() { return std::max(std::exchange(lag_, milliseconds{0}), staleness_.lag()); }

void Watcher::look_at_waiting() {
  if (stopped_ || once_ || !generation_) return;
  for (const auto& turn : staleness_.look(generation_->list, fetcher_, clock_))
    hooks_.outage(turn, [this, turn](bool stored) { staleness_.settled(turn, stored); });
}

Confirmation Watcher::confirmation_of(const Watched& watched) const {
  Confirmation so_far;
  so_far.resource = watched.resource;
  so_far.next_due = wall_of(watched.slot);
  so_far.failures = watched.failures;
  if (watched.polls == 0) return so_far;
  so_far.polls = watched.polls;
  so_far.polled = watched.polled;
  const bool failing = watched.sections.failing != 0;
  const bool all_failing = (watched.wanted & ~watched.sections.failing & ~watched.sections.unsupported) == 0;
  so_far.failed_polls = failing ? watched.polls : 0U;
  if (!all_failing) so_far.confirmed = watched.polled;
  if (!failing) so_far.ok = watched.polled;
  return so_far;
}

std::vector<Confirmation> Watcher::gather() {
  std::vector<Confirmation> gathered;
  if (!generation_) return gathered;
  std::sort(touched_.begin(), touched_.end());  // neighbours in the table are written together
  gathered.reserve(touched_.size());
  for (const auto index : touched_) {
    Watched& watched = generation_->list[index];
    if (watched.polls == 0) continue;  // submitted with a change meanwhile
    gathered.push_back(confirmation_of(watched));
    watched.polls = 0;
  }
  touched_.clear();
  return gathered;
}

void Watcher::submit(const PollRunPtr& run, Conclusion conclusion, std::optional<ReachabilityTransition> standing) {
  Watched& watched = run->watched();
  PollReport report;
  report.so_far = confirmation_of(watched);
  watched.polls = 0;
  report.generation = run->generation->number;
  report.started = run->started;
  report.next_due = wall_of(watched.slot);
  report.failures = watched.failures;
  report.unstored = watched.unstored;
  report.standing = standing;
  report.sections = std::move(conclusion.reports);
  if (conclusion.signature != watched.signature) {
    conclusion.reports = report.sections;
    log_failures(log_, run->generation->list, watched, conclusion);
    conclusion.reports.clear();
  }
  ++storing_;
  hold_back();
  hooks_.commit(std::move(report), [this, run, conclusion = std::move(conclusion)](const CommitResult* result) {
    --storing_;
    hold_back();
    if (result != nullptr && !result->events.empty()) hooks_.on_committed(result->events);
    if (current(run)) on_committed(run, conclusion, result);
  });
}

/// If the store is slower than the polls, new polls wait: results queued for it take memory.
void Watcher::hold_back() {
  const bool hold = storing_ >= (held_ ? kMostStoring / 2 : kMostStoring);
  if (std::exchange(held_, hold) != hold) fetcher_.hold(hold);
}

void Watcher::on_committed(const PollRunPtr& run, const Conclusion& conclusion, const CommitResult* result) {
  if (result == nullptr || !result->stored) {
    // What was not stored did not happen: hashes stay, and the next poll submits it again.
    run->watched().unstored = result == nullptr;
    if (result != nullptr && !result->error.empty())
      log_.error("cycle_refused",
                 {{"resource", label(run->generation->list, run->watched())}, {"error", result->error}});
    return end(run, not_stored(result));
  }
  Watched& watched = run->watched();
  WatchList& list = run->generation->list;
  for (const auto& [section, hashes] : conclusion.hashes) list.hashes(watched, section) = hashes;
  watched.unstored = false;
  watched.sections = result->sections;
  watched.notified = result->notified;
  watched.signature = conclusion.signature;
  const bool first = watched.fresh;
  watched.fresh = false;
  poll_stats_.restate(watched);
  poll_stats_.changed(watched, result->changes);
  if (run->forgot && !result->likeness.empty()) breakers_[watched.account].note(run->index, clock_.steady());
  if (first && --unseen_ == 0) hooks_.all_seen();
  if (!result->likeness.empty()) follow_change(watched, result->likeness);
  end(run, outcome_of(conclusion, first, result));
}

/// Three equal changes in a project: poll its other resources now.
void Watcher::follow_change(const Watched& watched, const std::string& likeness) {
  const WatchList& list = generation_->list;
  const std::string_view project = list.project_id(watched);
  std::string where = std::to_string(watched.account) + "/" + std::string(project);
  if (project.empty()) where += "/" + std::string(to_text(watched.service));
  if (!mass_change_.suspects(where, likeness, seconds{watched.interval_s}, clock_.steady())) return;
  log_.info("mass_change_suspected", {{"account", generation_->accounts[watched.account]->name()},
                                      {"project", std::string(project)},
                                      {"effect", "its other resources are polled at once"}});
  poll_now([&](const Watched& other) {
    return other.account == watched.account && list.project_id(other) == project &&
           (!project.empty() || other.service == watched.service);
  });
}

void Watcher::end(const PollRunPtr& run, const PollOutcome& outcome) {
  all_good_ = all_good_ && outcome.good();
  Watched& watched = run->watched();
  watched.busy = watched.under_way = false;
  if (take_asked(watched)) hooks_.asked(run->index, outcome);
  if (once_) {
    if (--unswept_ == 0) hooks_.swept();
    return;
  }
  if (watched.scheduled) return;
  watched.scheduled = true;
  schedule_.at_slot(run->index, watched.slot, seconds{watched.interval_s});
  arm();
}

}  // namespace noticed
