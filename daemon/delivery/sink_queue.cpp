#include "daemon/delivery/sink_queue.h"

#include <algorithm>
#include <sstream>

#include "daemon/config/network_settings.h"
#include "pollers/backoff.h"
#include "storage/model/time_zone.h"

namespace noticed {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t kMostEvents = 500;  // per plan
constexpr std::size_t kAtOnce = 16;       // messages in flight, for sinks that do not group
constexpr std::uint32_t kBreaker = 10;    // after so many consecutive failures, one message at a time probes the sink
constexpr Backoff kBackoff{milliseconds{5'000}, milliseconds{3'600'000}, milliseconds{100}};
constexpr milliseconds kProbeEvery{900'000};    // of a suspended sink
constexpr milliseconds kSoonestProbe{60'000};   // after the previous one, if the sink may work again
constexpr milliseconds kUsualSlowDown{30'000};  // if the reply names no time
constexpr int kTooLarge = 413;                  // concerns only this message
constexpr unsigned kSameRefusals = 3;           // in a row, with the same text: the sink itself is at fault
constexpr milliseconds kStoreTrouble{5'000};
constexpr milliseconds kLongestWait{60'000};  // checks again within a minute whatever the clock says
constexpr const char* kRefusesAll = "; several messages in a row were rejected with this error";
constexpr std::size_t kAlike = 3;  // events, from which the number of resources matters

/// The text without words that contain digits: those identify a request or a time.
std::string words_of(const std::string& text) {
  std::istringstream in(text);
  std::string words;
  for (std::string word; in >> word;)
    if (word.find_first_of("0123456789") == std::string::npos) words += word + ' ';
  return words;
}

std::string numbers_of(const std::vector<std::int64_t>& events) {
  std::string text = "#" + std::to_string(events.front());
  if (events.size() > 1) text += " and " + std::to_string(events.size() - 1) + " more";
  return text;
}

}  // namespace

SinkQueue::SinkQueue(const QueueParts& parts, std::string name)
    : parts_(parts), name_(std::move(name)), random_(parts.seed), most_(kMostEvents) {
  if (parts_.once) attempted_.emplace();
}

void SinkQueue::configure(const SinkConfig& config, const Destinations& destinations) {
  config_ = config;
  destinations_ = destinations;
  sink_ = make_sink(config);
  network_ = network_of(config.network);
  plan_.clear();
  probe_ = true;  // the fault may have been fixed
  wake();
}

TimePoint SinkQueue::now() const {
  parts_.check_clock();
  return parts_.loop.clock().wall();
}

void SinkQueue::wake() {
  if (state_ == QueueState::idle || state_ == QueueState::waiting) return query();
  if (state_ == QueueState::querying) state_ = QueueState::querying_again;
}

void SinkQueue::wake_after(milliseconds delay) {
  alarm_ = parts_.loop.after(std::min(delay, kLongestWait), [this] { wake(); });
}

/// Asks the store what is due.
void SinkQueue::query() {
  state_ = QueueState::querying;
  const TimePoint now = this->now();
  const auto order = sink_->groups() ? QueueOrder::by_number : QueueOrder::by_resource;
  // Grouping sinks: only the first event, until it is planned. Others: as many events again may be in flight.
  const std::size_t limit = sink_->groups() ? 1 : 2 * kAtOnce;
  const auto question = [name = name_, order, now, limit](Store& store) {
    return store.outgoing(name, order, now, limit);
  };
  parts_.store.ask<Outgoing>(question, [this](std::exception_ptr error, Outgoing outgoing) {
    if (stopped_at_reply()) return;
    const bool again = std::exchange(state_, QueueState::waiting) == QueueState::querying_again;
    if (error) return on_store_error("outbox_unreadable", error);
    take(std::move(outgoing));
    if (again) wake();
  });
}

/// Called first when the store has replied to a query. Whether the queue was stopped meanwhile.
bool SinkQueue::stopped_at_reply() {
  if (state_ != QueueState::stopping) return false;
  state_ = QueueState::stopped;
  parts_.on_idle();
  return true;
}

void SinkQueue::take(Outgoing outgoing) {
  // A message that is about to be sent has already used its place in the rate limit.
  const TimePoint paced = flights_ > 0 ? stored_.paced : TimePoint{};
  stored_ = std::move(outgoing.state);
  stored_.paced = std::max(stored_.paced, paced);
  if (std::exchange(probe_, false) && stored_.suspended && may_probe()) stored_.pause = {};
  if (sink_->groups())
    take_grouped(outgoing);
  else
    take_separate(outgoing);
}

/// Not at every start of a program that is restarted in a loop.
bool SinkQueue::may_probe() const { return now() >= stored_.pause - kProbeEvery + kSoonestProbe; }

void SinkQueue::take_grouped(const Outgoing& outgoing) {
  if (flights_ > 0) return;  // queries again with the result
  if (outgoing.newest == 0) {
    plan_.clear();
    opened_.reset();
    return become_idle(kLongestWait);
  }
  const TimePoint now = this->now();
  const milliseconds window = plan_.empty() ? window_left(outgoing.newest) : milliseconds{0};
  const bool next_was_attempted = plan_.empty() && !outgoing.due.empty() && attempted(outgoing.due.front().seq);
  if (next_was_attempted || (parts_.once && stored_.pause > now)) {
    all_delivered_ = false;
    return become_idle(kLongestWait);
  }
  const auto wait = std::max<milliseconds>(window, ready_at() - now);
  if (wait.count() > 0) return wake_after(wait);
  if (plan_.empty()) return plan();
  send_next();
}

void SinkQueue::send_next() {
  Message message = std::move(plan_.front());
  plan_.pop_front();
  send(std::move(message), stored_.failures);
}

/// Remaining time of the group. Measured with the steady clock: the wall clock may be set meanwhile.
milliseconds SinkQueue::window_left(std::int64_t newest) {
  const SteadyPoint now = parts_.loop.clock().steady();
  if (!opened_) {
    opened_ = grew_ = now;
    newest_ = newest;
  }
  if (newest > newest_) {
    newest_ = newest;
    grew_ = now;
  }
  if (parts_.once || stored_.suspended) return milliseconds{0};
  const SteadyPoint end = std::min(grew_ + config_.group_wait, *opened_ + config_.group_max);
  return std::max<milliseconds>(end - now, milliseconds{0});
}

/// Reads the pending events and their context, and renders the messages.
void SinkQueue::plan() {
  struct Material {
    std::vector<DueDelivery> due;
    decltype(RenderContext::watched) watched;
  };
  opened_.reset();
  state_ = QueueState::planning;
  const TimePoint now = this->now();
  // A sink that refuses everything is probed with the newest event: otherwise one message that can never pass would, as
  // the first, block all others.
  const auto order = stored_.suspended && stored_.suspended->reason.ends_with(kRefusesAll) ? QueueOrder::newest
                                                                                           : QueueOrder::by_number;
  const auto question = [name = name_, order, now, most = most_](Store& store) {
    Material material;
    material.due = store.outgoing(name, order, now, most).due;
    if (material.due.size() >= kAlike) material.watched = store.watched_counts();
    return material;
  };
  parts_.store.ask<Material>(question, [this](std::exception_ptr error, Material material) {
    if (stopped_at_reply()) return;
    state_ = QueueState::waiting;
    if (error) return on_store_error("outbox_unreadable", error);
    if (material.due.empty()) return wake();
    RenderContext render_context = context();
    render_context.watched = std::move(material.watched);
    auto messages = sink_->render(material.due, render_context);
    plan_.assign(std::make_move_iterator(messages.begin()), std::make_move_iterator(messages.end()));
    send_next();
  });
}

RenderContext SinkQueue::context() const {
  RenderContext context;
  context.language = config_.language;
  context.destinations = destinations_;
  context.keyword = config_.keyword;
  if (stored_.suspended) context.delay = {stored_.suspended->since, now(), stored_.suspended->reason};
  return context;
}

std::size_t SinkQueue::most_at_once() const { return stored_.suspended || stored_.failures >= kBreaker ? 1 : kAtOnce; }

void SinkQueue::take_separate(const Outgoing& outgoing) {
  const TimePoint now = this->now();
  bool left = outgoing.next.has_value();
  for (const auto& event : outgoing.due) {
    if (in_flight_.contains(event.seq)) continue;
    left = true;
    if (attempted(event.seq) || (parts_.once && stored_.pause > now)) continue;
    if (flights_ >= most_at_once()) break;
    const milliseconds wait = outgoing.next ? *outgoing.next - now : kLongestWait;
    if (const auto pause = ready_at() - now; pause.count() > 0) return wake_after(std::min(wait, pause));
    for (Message& message : sink_->render({&event, 1}, context())) send(std::move(message), event.attempts);
  }
  if (left && flights_ == 0) all_delivered_ = false;
  become_idle(outgoing.next ? *outgoing.next - now : kLongestWait);
}

TimePoint SinkQueue::ready_at() const {
  const SinkPace pace = sink_->pace();
  return std::max(stored_.pause, stored_.paced - pace.every * (pace.burst - 1));
}

/// Records the attempt before the request is sent.
void SinkQueue::send(Message message, std::uint32_t attempts) {
  const TimePoint now = this->now();
  stored_.paced = std::max(stored_.paced, now) + sink_->pace().every;
  in_flight_.insert(message.event_ids.begin(), message.event_ids.end());
  if (attempted_) attempted_->insert(message.event_ids.begin(), message.event_ids.end());
  ++flights_;
  const DeliveryAttempt planned{name_, message.event_ids, message.number, message.of, now, stored_.paced};
  const auto question = [planned](Store& store) { return store.begin_attempt(planned); };
  parts_.store.ask<std::int64_t>(
      question, [this, message = std::move(message), attempts](std::exception_ptr error, std::int64_t attempt) mutable {
        if (!error) return request(std::move(message), attempts, attempt);
        end_flight(message);
        on_store_error("delivery_not_recorded", error);
      });
}

void SinkQueue::request(Message message, std::uint32_t attempts, std::int64_t attempt) {
  auto made = sink_->request(message, now());
  if (const auto* reason = std::get_if<std::string>(&made)) {
    HttpResult result;
    result.failure.emplace();
    result.failure->detail = *reason;
    return on_reply(message, attempts, attempt, sink_, result);
  }
  auto& outgoing = std::get<HttpRequest>(made);
  outgoing.network = network_;
  parts_.transport.send(std::move(outgoing),
                        [this, message = std::move(message), attempts, attempt, sink = sink_](
                            const HttpResult& result) { on_reply(message, attempts, attempt, sink, result); });
}

void SinkQueue::on_reply(const Message& message, std::uint32_t attempts, std::int64_t attempt, const SinkPtr& sink,
                         const HttpResult& result) {
  ReplyAssessment assessment = sink->judge(result);
  if (assessment.verdict == Verdict::drop && message.event_ids.size() > 1) {
    // One refused event must not take the others with it.
    most_ = std::max<std::size_t>(1, message.event_ids.size() / 2);
    assessment = {Verdict::retry, assessment.reason + "; retried in smaller messages", milliseconds{0}};
  } else if (assessment.verdict == Verdict::drop && result.reply.status != kTooLarge &&
             refuses_all(assessment.reason)) {
    assessment = {Verdict::suspend, assessment.reason + kRefusesAll, {}};
  } else if (assessment.verdict == Verdict::delivered) {
    most_ = std::min(kMostEvents, most_ * 2);
    refusals_ = 0;
  }
  ++requests_[static_cast<std::size_t>(assessment.verdict)];
  AttemptResult outcome;
  outcome.attempt = attempt;
  outcome.sink = name_;
  outcome.event_ids = message.event_ids;
  outcome.completed = message.events;
  outcome.verdict = assessment.verdict;
  outcome.at = now();
  outcome.status = result.reply.status;
  outcome.reason = assessment.reason;
  outcome.max_age = config_.max_age;
  choose_next(outcome, assessment, attempts);
  if (outcome.verdict != Verdict::delivered) log_result(message, outcome);
  record_result(message, std::move(outcome));
}

/// Whether the refusal of one message means that everything is refused: the same text came twice before, or is the
/// reason of the suspension. Messages to a deleted robot must stay pending instead of dying one by one.
bool SinkQueue::refuses_all(const std::string& reason) {
  const std::string words = words_of(reason);
  refusals_ = words == refused_in_ ? refusals_ + 1 : 1;
  refused_in_ = words;
  const bool known = stored_.suspended && words_of(stored_.suspended->reason) == words_of(reason + kRefusesAll);
  return known || refusals_ >= kSameRefusals;
}

void SinkQueue::choose_next(AttemptResult& outcome, const ReplyAssessment& assessment, std::uint32_t attempts) {
  const milliseconds asked = assessment.pause.value_or(milliseconds{0});
  switch (outcome.verdict) {
    case Verdict::delivered:
    case Verdict::drop: return;
    case Verdict::slow_down: outcome.next = outcome.at + assessment.pause.value_or(kUsualSlowDown); return;
    case Verdict::suspend: outcome.next = outcome.at + kProbeEvery; return;
    case Verdict::retry: break;
  }
  outcome.pause_sink = sink_->groups() || stored_.suspended || stored_.failures + 1 >= kBreaker;
  const bool at_once = assessment.pause == milliseconds{0} && !stored_.suspended;
  const std::uint32_t failures = outcome.pause_sink ? std::max(attempts, failures_one_at_a_time()) : attempts;
  const milliseconds pause = stored_.suspended ? kProbeEvery
                             : at_once         ? milliseconds{0}
                                               : kBackoff.wait(failures, random_);
  outcome.next = outcome.at + std::max(asked, pause);
}

void SinkQueue::log_result(const Message& message, const AttemptResult& outcome) {
  all_delivered_ = false;
  const bool over = outcome.verdict == Verdict::drop;
  parts_.log.warn(over ? "delivery_refused" : "delivery_failed",
                  {{"sink", name_},
                   {"events", numbers_of(message.event_ids)},
                   {"verdict", std::string(to_text(outcome.verdict))},
                   {"error", outcome.reason},
                   {"next_attempt", over ? "none" : local_text(outcome.next)}});
}

void SinkQueue::record_result(const Message& message, AttemptResult outcome) {
  if (outcome.verdict != Verdict::delivered) plan_.clear();  // later events wait and are grouped with new ones
  const auto question = [outcome = std::move(outcome)](Store& store) { return store.record_result(outcome); };
  parts_.store.ask<RecordedResult>(question, [this, message](std::exception_ptr error, const RecordedResult& recorded) {
    end_flight(message);
    // The message stays pending and will be sent again: at-least-once delivery.
    if (error) return on_store_error("delivery_not_recorded", error);
    if (recorded.died > 0)
      parts_.log.error("delivery_dead", {{"sink", name_},
                                         {"events", std::to_string(recorded.died)},
                                         {"remedy", "noticed deliveries --dead; noticed replay --sink " + name_}});
    if (!recorded.events.empty()) parts_.on_committed(recorded.events);
    if (state_ == QueueState::stopped) return parts_.on_idle();
    wake();
  });
}

void SinkQueue::end_flight(const Message& message) {
  --flights_;
  for (const std::int64_t event : message.event_ids) in_flight_.erase(event);
}

void SinkQueue::on_store_error(std::string_view record, std::exception_ptr error) {
  all_delivered_ = false;
  parts_.log.error(record, {{"sink", name_}, {"error", what_of(error)}});
  plan_.clear();
  become_idle(kStoreTrouble);
}

/// Becomes idle until a wake, or for `longest` at most. A query under way continues; a stopped queue stays stopped.
void SinkQueue::become_idle(milliseconds longest) {
  if (state_ == QueueState::waiting || state_ == QueueState::idle) {
    state_ = QueueState::idle;
    wake_after(std::max(longest, kBackoff.shortest));
  }
  parts_.on_idle();
}

void SinkQueue::stop() {
  const bool replied = state_ == QueueState::idle || state_ == QueueState::waiting || state_ == QueueState::stopped;
  state_ = replied ? QueueState::stopped : QueueState::stopping;
  alarm_.cancel();
}

void SinkQueue::clock_was_set(milliseconds by) {
  stored_.paced += by;
  stored_.pause += by;
}

/// Failures of the sink as a whole. Without grouping, many messages in flight can fail within seconds; therefore
/// failures do not count until messages are sent one at a time.
std::uint32_t SinkQueue::failures_one_at_a_time() const {
  if (sink_->groups()) return stored_.failures;
  return stored_.failures - std::min(stored_.failures, kBreaker);
}

}  // namespace noticed
