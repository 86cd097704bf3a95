#include "daemon/watcher.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <map>
#include <random>

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds kSecondLook{2};  // an emptied section is asked again after this

std::string label(const WatchList& list, const Watched& watched) {
  return std::string(to_text(watched.service)) + "/" + std::string(list.id(watched));
}

}  // namespace

/// One cycle in flight. Holds its generation alive: its list may be replaced meanwhile.
struct Watcher::Poll {
  std::shared_ptr<Generation> generation;
  std::uint32_t index = 0;
  TimePoint started{};
  std::size_t waiting = 0;
  bool looked_twice = false;
  std::optional<Cycle> cycle;
  std::unique_ptr<boost::asio::steady_timer> pause;
  Watched& watched() const { return generation->list[index]; }
};

void remember(Watched& watched, const Remembered& remembered) {
  watched.resource = static_cast<std::uint32_t>(remembered.resource);
  watched.sections = remembered.sections;
  watched.failures = static_cast<std::uint16_t>(std::min<std::uint32_t>(remembered.failures, 65'535));
  watched.fresh = !remembered.next_due.has_value();
}

Watcher::Watcher(boost::asio::any_io_executor executor, const Clock& clock, HttpClient& http, StoreThread& store,
                 const Redactor& redactor, Log& log, Hooks hooks)
    : executor_(executor),
      clock_(clock),
      http_(http),
      store_(store),
      redactor_(redactor),
      log_(log),
      hooks_(std::move(hooks)),
      timer_(executor),
      schedule_(std::random_device{}()) {}

void Watcher::start(std::shared_ptr<Generation> generation, const std::vector<std::optional<TimePoint>>& due,
                    bool once) {
  generation_ = std::move(generation);
  once_ = once;
  stopped_ = false;
  requests_ = 0;
  armed_for_.reset();
  timer_.cancel();
  touched_.clear();
  plan(due);
  if (unseen_ == 0) hooks_.all_seen();
  pump();
}

void Watcher::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Watcher::plan(const std::vector<std::optional<TimePoint>>& due) {
  schedule_ = Schedule(std::random_device{}());
  WatchList& list = generation_->list;
  const SteadyPoint now = clock_.steady();
  const TimePoint wall = clock_.wall();
  std::vector<std::uint32_t> overdue;
  seconds shortest = seconds::max();
  unseen_ = 0;
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    Watched& watched = list[i];
    const seconds interval{watched.interval_s};
    if (watched.fresh) ++unseen_;
    // A stored time further away than the interval comes from another clock or another interval.
    watched.slot = due[i] ? std::min(now + (*due[i] - wall), now + milliseconds{interval})
                          : first_slot(i, list.size(), now, interval);
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
}

void Watcher::pump() {
  if (stopped_) return;
  const SteadyPoint now = clock_.steady();
  while (requests_ < generation_->concurrency) {
    const auto index = schedule_.take(now);
    if (!index) break;
    begin(*index);
  }
  arm();
}

void Watcher::arm() {
  if (requests_ >= generation_->concurrency) return;  // the next answer pumps
  const auto next = schedule_.next();
  if (!next || stopped_) return;
  // A timer that fires early arms itself again; setting it anew at every poll would cost a system call each.
  if (armed_for_ && *armed_for_ <= *next) return;
  armed_for_ = *next;
  timer_.expires_after(std::max(milliseconds{1}, *next - clock_.steady()));
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    armed_for_.reset();
    pump();
  });
}

void Watcher::begin(std::uint32_t index) {
  auto poll = std::make_shared<Poll>();
  poll->generation = generation_;
  poll->index = index;
  poll->started = clock_.wall();
  WatchList& list = generation_->list;
  Watched& watched = list[index];
  const Target target{list.id(watched), list.project_id(watched), watched.wanted};
  poll->cycle.emplace(poller_for(watched.service), target, watched, redactor_, hasher_, list);
  const std::size_t count = poll->cycle->requests().size();
  poll->waiting = count;
  for (std::size_t i = 0; i < count; ++i) ask(poll, i);
}

void Watcher::ask(const PollPtr& poll, std::size_t number) {
  const Watched& watched = poll->watched();
  Account& account = *poll->generation->accounts[watched.account];
  const Request& request = poll->cycle->requests()[number];
  auto prepared = account.prepare(watched.service, request, poll->generation->timeout, clock_.steady());
  ++requests_;
  if (auto* failure = std::get_if<Failure>(&prepared)) {
    HttpResult result;
    result.failure = std::move(*failure);
    auto call = [this, poll, number, result = std::move(result)]() mutable {
      answered(poll, number, std::move(result));
    };
    boost::asio::post(executor_, std::move(call));
    return;
  }
  http_.send(std::get<HttpRequest>(std::move(prepared)),
             [this, poll, number](HttpResult result) { answered(poll, number, std::move(result)); });
}

bool Watcher::current(const PollPtr& poll) const { return poll->generation == generation_ && !stopped_; }

void Watcher::answered(const PollPtr& poll, std::size_t number, HttpResult result) {
  if (!current(poll)) return;
  --requests_;
  poll->cycle->take(number, std::move(result), poll->started, clock_.wall());
  if (--poll->waiting > 0) return pump();
  auto doubtful = poll->looked_twice ? std::vector<std::size_t>{} : poll->cycle->second_looks();
  if (doubtful.empty())
    conclude(poll);
  else
    look_again(poll, std::move(doubtful));
  pump();
}

void Watcher::look_again(const PollPtr& poll, std::vector<std::size_t> numbers) {
  poll->looked_twice = true;
  poll->waiting = numbers.size();
  poll->pause = std::make_unique<boost::asio::steady_timer>(executor_, kSecondLook);
  poll->pause->async_wait([this, poll, numbers = std::move(numbers)](boost::system::error_code error) {
    if (error || !current(poll)) return;
    for (const auto number : numbers) ask(poll, number);
  });
}

void Watcher::conclude(const PollPtr& poll) {
  Conclusion conclusion = poll->cycle->conclude();
  Watched& watched = poll->watched();
  const std::uint16_t failures =
      watched.failures == 65'535 ? watched.failures : static_cast<std::uint16_t>(watched.failures + 1);
  watched.failures = conclusion.failed ? failures : std::uint16_t{0};
  watched.slot = next_slot(watched.slot, clock_.steady(), seconds{watched.interval_s});
  // After a commit that failed the store must hear again, if only to note the gap.
  if (conclusion.tell || watched.unstored)
    tell(poll, std::move(conclusion));
  else
    count(poll, conclusion);
}

void Watcher::count(const PollPtr& poll, const Conclusion& conclusion) {
  Watched& watched = poll->watched();
  WatchList& list = poll->generation->list;
  for (const auto& [section, hashes] : conclusion.hashes) list.hashes(watched, section) = hashes;
  if (watched.polls == 0) touched_.push_back(poll->index);
  if (watched.polls < 65'535) ++watched.polls;
  watched.polled = poll->started;
  end(poll, !conclusion.failed);
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
    if (watched.polls == 0) continue;  // told with a change meanwhile
    gathered.push_back(confirmation_of(watched));
    watched.polls = 0;
  }
  touched_.clear();
  return gathered;
}

void Watcher::tell(const PollPtr& poll, Conclusion conclusion) {
  Watched& watched = poll->watched();
  CycleReport report;
  report.so_far = confirmation_of(watched);
  watched.polls = 0;
  report.generation = poll->generation->number;
  report.started = poll->started;
  report.next_due = wall_of(watched.slot);
  report.failures = watched.failures;
  report.unstored = watched.unstored;
  report.sections = std::move(conclusion.reports);
  if (conclusion.signature != watched.signature) {
    conclusion.reports = report.sections;
    log_failures(poll, conclusion);
    conclusion.reports.clear();
  }
  store_.commit(std::move(report), [this, poll, conclusion = std::move(conclusion)](const CommitResult* result) {
    if (result != nullptr)
      for (const Event& event : result->events) hooks_.told(event);
    if (current(poll)) stored(poll, conclusion, result);
  });
}

void Watcher::log_failures(const PollPtr& poll, const Conclusion& conclusion) {
  const Watched& watched = poll->watched();
  const std::string resource = label(poll->generation->list, watched);
  const auto add = [](std::string& list, std::string_view section) {
    list += (list.empty() ? "" : ",") + std::string(section);
  };
  // One line a kind, not a line a section.
  std::map<FailureKind, std::pair<std::string, std::string>> failing;  // sections, the first one's detail
  std::string recovered;
  for (const auto& report : conclusion.reports) {
    const auto section = sections_of(watched.service)[report.section];
    if (report.state == SectionReport::State::failed) {
      auto& [sections, detail] = failing[report.kind];
      add(sections, section);
      if (detail.empty()) detail = report.detail;
    } else if ((watched.sections.failing & bit(report.section)) != 0) {
      add(recovered, section);
    }
  }
  for (const auto& [kind, what] : failing)
    log_.warn("poll_failing", {{"resource", resource},
                               {"sections", what.first},
                               {"kind", std::string(to_text(kind))},
                               {"detail", what.second}});
  if (!recovered.empty()) log_.info("poll_recovered", {{"resource", resource}, {"sections", recovered}});
}

void Watcher::stored(const PollPtr& poll, const Conclusion& conclusion, const CommitResult* result) {
  if (result == nullptr || !result->stored) {
    // What was not stored did not happen: hashes stay, and the next poll says it again.
    poll->watched().unstored = result == nullptr;
    if (result != nullptr && !result->error.empty())
      log_.error("cycle_refused",
                 {{"resource", label(poll->generation->list, poll->watched())}, {"error", result->error}});
    return end(poll, false);
  }
  Watched& watched = poll->watched();
  WatchList& list = poll->generation->list;
  for (const auto& [section, hashes] : conclusion.hashes) list.hashes(watched, section) = hashes;
  watched.unstored = false;
  watched.sections = result->sections;
  watched.signature = conclusion.signature;
  const bool first = std::exchange(watched.fresh, false);
  if (first && --unseen_ == 0) hooks_.all_seen();
  end(poll, !conclusion.failed);
}

void Watcher::end(const PollPtr& poll, bool good) {
  all_good_ = all_good_ && good;
  if (once_) {
    if (--unswept_ == 0) hooks_.swept(all_good_);
    return;
  }
  const Watched& watched = poll->watched();
  schedule_.at_slot(poll->index, watched.slot, seconds{watched.interval_s});
  arm();
}

TimePoint Watcher::wall_of(SteadyPoint slot) const { return clock_.wall() + (slot - clock_.steady()); }

}  // namespace noticed
