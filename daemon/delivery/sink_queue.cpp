#include "daemon/delivery/sink_queue.h"

#include <algorithm>
#include <sstream>

#include "daemon/config/network_settings.h"

namespace noticed {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t kMostEvents = 500;    // per plan
constexpr std::size_t kAtOnce = 16;         // messages in flight, for sinks that do not group
constexpr std::uint32_t kBreaker = 10;      // after so many consecutive failures, one message at a time probes the sink
constexpr milliseconds kFirstPause{5'000};  // full jitter: a random time up to base * 2^attempts
constexpr milliseconds kLongestBackoff{3'600'000};
constexpr milliseconds kShortestPause{100};
constexpr milliseconds kProbeEvery{900'000};    // of a suspended sink
constexpr milliseconds kSoonestProbe{60'000};   // after the previous one, if the sink may work again
constexpr milliseconds kUsualSlowDown{30'000};  // if the reply names no time
constexpr int kTooLarge = 413;                  // concerns only this message
constexpr unsigned kSameRefusals = 3;           // in a row, with the same text: the sink itself is at fault
constexpr milliseconds kStoreTrouble{5'000};
constexpr milliseconds kLongestWait{60'000};  // checks again within a minute whatever the clock says
constexpr const char* kRefusesAll = "; several messages in a row were refused in these words";
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

SinkQueue::SinkQueue(const LaneParts& parts, std::string name)
    : parts_(parts), name_(std::move(name)), random_(parts.seed), most_(kMostEvents) {}

void SinkQueue::configure(const SinkConfig& config, const Destinations& destinations, bool once) {
  config_ = config;
  destinations_ = destinations;
  once_ = once;
  sink_ = make_sink(config);
  network_ = network_of(config.network);
  plan_.clear();
  probe_ = true;  // the fault may have been fixed
  wake();
}

TimePoint SinkQueue::now() const {
  parts_.look_at_clock();
  return parts_.loop.clock().wall();
}

void SinkQueue::wake() {
  if (stopping_) return;
  look_again_ = true;
  resting_ = false;
  if (!looking_ && !planning_) look();
}

void SinkQueue::look() {
  looking_ = true;
  look_again_ = false;
  const TimePoint now = this->now();
  const auto order = sink_->groups() ? QueueOrder::by_number : QueueOrder::by_resource;
  // Grouping sinks: only whether anything is pending, until it is planned. Others: as many events again may be in
  // flight.
  const std::size_t limit = sink_->groups() ? 1 : 2 * kAtOnce;
  const auto question = [name = name_, order, now, limit](Store& store) {
    return store.outgoing(name, order, now, limit);
  };
  parts_.store.ask<Outgoing>(question, [this](std::exception_ptr error, Outgoing outgoing) {
    looking_ = false;
    if (stopping_) return come_to_rest();
    if (error) return trouble("outbox_unreadable", error);
    take(std::move(outgoing));
  });
}

void SinkQueue::take(Outgoing outgoing) {
  // A message that is about to be sent has already used its place in the rate limit.
  const TimePoint paced = flights_ > 0 ? state_.paced : TimePoint{};
  state_ = std::move(outgoing.state);
  state_.paced = std::max(state_.paced, paced);
  if (std::exchange(probe_, false) && state_.suspended && may_probe()) state_.pause = {};
  if (sink_->groups())
    take_line(outgoing.newest);
  else
    take_heads(outgoing.due, outgoing.next);
  if (look_again_ && !looking_ && !planning_) look();
}

/// Not at every start of a program that is restarted in a loop.
bool SinkQueue::may_probe() const { return now() >= state_.pause - kProbeEvery + kSoonestProbe; }

void SinkQueue::take_line(std::int64_t newest) {
  if (flights_ > 0 || planning_) return;  // looks again once that is done
  if (newest == 0) {
    plan_.clear();
    opened_.reset();
    return rest(kLongestWait);
  }
  const TimePoint now = this->now();
  const milliseconds window = plan_.empty() ? window_left(newest) : milliseconds{0};
  const auto wait = std::max<milliseconds>(window, ready_at() - now);
  if (failed_ || (once_ && state_.pause > now)) {
    all_arrived_ = false;
    return rest(kLongestWait);
  }
  if (wait.count() > 0) {
    alarm_ = parts_.loop.after(std::min(wait, kLongestWait), [this] { wake(); });
    return;
  }
  if (plan_.empty()) return plan();
  send_next();
}

void SinkQueue::send_next() {
  Message message = std::move(plan_.front());
  plan_.pop_front();
  send(std::move(message), state_.failures);
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
  if (once_ || state_.suspended) return milliseconds{0};
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
  planning_ = true;
  const TimePoint now = this->now();
  // A sink that refuses everything is probed with the newest event: otherwise one message that can never pass would, as
  // the first, block all others.
  const auto order =
      state_.suspended && state_.suspended->reason.ends_with(kRefusesAll) ? QueueOrder::newest : QueueOrder::by_number;
  const auto question = [name = name_, order, now, most = most_](Store& store) {
    Material material;
    material.due = store.outgoing(name, order, now, most).due;
    if (material.due.size() >= kAlike) material.watched = store.watched_counts();
    return material;
  };
  parts_.store.ask<Material>(question, [this](std::exception_ptr error, Material material) {
    planning_ = false;
    if (stopping_) return come_to_rest();
    if (error) return trouble("outbox_unreadable", error);
    if (material.due.empty()) return wake();
    RenderContext around = context();
    around.watched = std::move(material.watched);
    auto messages = sink_->render(material.due, around);
    plan_.assign(std::make_move_iterator(messages.begin()), std::make_move_iterator(messages.end()));
    send_next();
  });
}

RenderContext SinkQueue::context() const {
  RenderContext around;
  around.language = config_.language;
  around.destinations = destinations_;
  around.keyword = config_.keyword;
  if (state_.suspended) around.delay = {state_.suspended->since, now(), state_.suspended->reason};
  return around;
}

std::size_t SinkQueue::most_at_once() const { return state_.suspended || state_.failures >= kBreaker ? 1 : kAtOnce; }

void SinkQueue::take_heads(const std::vector<DueDelivery>& due, std::optional<TimePoint> next) {
  const TimePoint now = this->now();
  milliseconds wait = next ? *next - now : kLongestWait;
  bool left = false;
  for (const auto& event : due) {
    if (in_flight_.contains(event.seq)) continue;
    left = true;
    if (once_ && tried_.contains(event.seq)) continue;
    if (once_ && state_.pause > now) continue;
    if (flights_ >= most_at_once()) break;
    if (const auto pause = ready_at() - now; pause.count() > 0) {
      wait = std::min<milliseconds>(wait, pause);
      resting_ = false;
      alarm_ = parts_.loop.after(std::min(wait, kLongestWait), [this] { wake(); });
      return;
    }
    if (once_) tried_.insert(event.seq);
    for (Message& message : sink_->render({&event, 1}, context())) send(std::move(message), event.attempts);
  }
  if (flights_ > 0 && once_) return;
  if (once_ && (left || next)) all_arrived_ = false;
  rest(std::max(wait, kShortestPause));
}

TimePoint SinkQueue::ready_at() const {
  const SinkPace pace = sink_->pace();
  return std::max(state_.pause, state_.paced - pace.every * (pace.burst - 1));
}

/// Records the attempt before the request is sent.
void SinkQueue::send(Message message, std::uint32_t attempts) {
  const TimePoint now = this->now();
  state_.paced = std::max(state_.paced, now) + sink_->pace().every;
  in_flight_.insert(message.event_ids.begin(), message.event_ids.end());
  ++flights_;
  const DeliveryAttempt request{name_, message.event_ids, message.number, message.of, now, state_.paced};
  const auto question = [request](Store& store) { return store.begin_attempt(request); };
  parts_.store.ask<std::int64_t>(
      question, [this, message = std::move(message), attempts](std::exception_ptr error, std::int64_t attempt) mutable {
        if (!error) return post(std::move(message), attempts, attempt);
        landed(message);
        trouble("delivery_not_recorded", error);
      });
}

void SinkQueue::post(Message message, std::uint32_t attempts, std::int64_t attempt) {
  auto made = sink_->request(message, now());
  if (const auto* reason = std::get_if<std::string>(&made)) {
    HttpResult result;
    result.failure.emplace();
    result.failure->detail = *reason;
    return arrived(message, attempts, attempt, sink_, result);
  }
  auto& request = std::get<HttpRequest>(made);
  request.network = network_;
  parts_.transport.send(std::move(request),
                        [this, message = std::move(message), attempts, attempt, judge = sink_](
                            const HttpResult& result) { arrived(message, attempts, attempt, judge, result); });
}

void SinkQueue::arrived(const Message& message, std::uint32_t attempts, std::int64_t attempt, const Judge& judge,
                        const HttpResult& result) {
  ReplyAssessment assessment = judge->judge(result);
  if (assessment.verdict == Verdict::drop && message.event_ids.size() > 1) {
    // One refused event must not take the others with it.
    most_ = std::max<std::size_t>(1, message.event_ids.size() / 2);
    assessment = {Verdict::retry, assessment.reason + "; tried again in smaller messages", milliseconds{0}};
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
  const bool known = state_.suspended && words_of(state_.suspended->reason) == words_of(reason + kRefusesAll);
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
  outcome.pause_sink = sink_->groups() || state_.suspended || state_.failures + 1 >= kBreaker;
  const bool at_once = assessment.pause == milliseconds{0} && !state_.suspended;
  const std::uint32_t failures = outcome.pause_sink ? std::max(attempts, failed_turns()) : attempts;
  const milliseconds pause = state_.suspended ? kProbeEvery : at_once ? milliseconds{0} : backoff(failures);
  outcome.next = outcome.at + std::max(asked, pause);
}

void SinkQueue::log_result(const Message& message, const AttemptResult& outcome) {
  all_arrived_ = false;
  if (once_ && sink_->groups()) failed_ = true;
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
  parts_.store.ask<RecordedResult>(question, [this, message](std::exception_ptr error, const RecordedResult& settled) {
    landed(message);
    // The message stays pending and will be sent again: at-least-once delivery.
    if (error) return trouble("delivery_not_recorded", error);
    if (settled.died > 0)
      parts_.log.error("delivery_dead", {{"sink", name_},
                                         {"events", std::to_string(settled.died)},
                                         {"remedy", "noticed deliveries --dead; noticed replay --sink " + name_}});
    if (!settled.events.empty()) parts_.on_committed(settled.events);
    if (stopping_) return come_to_rest();
    wake();
  });
}

void SinkQueue::landed(const Message& message) {
  --flights_;
  for (const std::int64_t event : message.event_ids) in_flight_.erase(event);
}

void SinkQueue::trouble(std::string_view record, std::exception_ptr error) {
  all_arrived_ = false;
  parts_.log.error(record, {{"sink", name_}, {"error", what_of(error)}});
  plan_.clear();
  rest(kStoreTrouble);
}

void SinkQueue::rest(milliseconds longest) {
  if (!once_ && !stopping_) alarm_ = parts_.loop.after(std::min(longest, kLongestWait), [this] { wake(); });
  come_to_rest();
}

void SinkQueue::come_to_rest() {
  if (look_again_ && !stopping_) return;
  resting_ = true;
  parts_.rested();
}

bool SinkQueue::at_rest() const {
  return flights_ == 0 && !looking_ && !planning_ && (stopping_ || (resting_ && !look_again_));
}

void SinkQueue::stop() {
  stopping_ = true;
  look_again_ = false;
  alarm_.cancel();
}

void SinkQueue::clock_was_set(milliseconds by) {
  state_.paced += by;
  state_.pause += by;
}

/// Failures of the sink as a whole. Without grouping many messages in flight can fail within seconds, so failures count
/// only once messages are sent one at a time.
std::uint32_t SinkQueue::failed_turns() const {
  if (sink_->groups()) return state_.failures;
  return state_.failures - std::min(state_.failures, kBreaker);
}

milliseconds SinkQueue::backoff(std::uint32_t attempts) {
  const auto most = std::min(kLongestBackoff, kFirstPause * (std::int64_t{1} << std::min(attempts, 20U)));
  std::uniform_int_distribution<std::int64_t> pause(kShortestPause.count(), most.count());
  return milliseconds{pause(random_)};
}

}  // namespace noticed
