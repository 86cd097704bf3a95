#include "daemon/courier.h"

#include <algorithm>

#include "daemon/sign_in.h"

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::size_t kAtOnce = 16;         // messages of one sink, each of another resource
constexpr milliseconds kFirstPause{5'000};  // full jitter: a random time up to base * 2^attempts
constexpr milliseconds kLongestPause{3'600'000};

std::string reason_of(const HttpResult& result) {
  if (result.failure) return result.failure->detail;
  return "HTTP " + std::to_string(result.reply.status);
}

milliseconds retry_after(const HttpResult& result) { return pause_asked(result.reply).value_or(seconds{0}); }

}  // namespace

Courier::Courier(boost::asio::any_io_executor executor, const Clock& clock, HttpClient& http, StoreThread& store,
                 Log& log)
    : clock_(clock),
      http_(http),
      store_(store),
      log_(log),
      timer_(std::move(executor)),
      random_(std::random_device{}()) {}

void Courier::configure(const std::vector<SinkConfig>& sinks, bool once) {
  once_ = once;
  lanes_.clear();
  for (const auto& config : sinks)
    lanes_.emplace(config.name, Lane{make_sink(config), config.max_age, network_of(config.network)});
  wake();
}

void Courier::wake() {
  if (stopping_) return;
  look_again_ = true;
  if (!looking_) look();
}

void Courier::look() {
  looking_ = true;
  look_again_ = false;
  const TimePoint now = clock_.wall();
  const auto question = [now](Store& store) {
    return Work{store.due_deliveries(now, kAtOnce), store.next_delivery(now)};
  };
  store_.ask<Work>(question, [this](std::exception_ptr error, Work work) {
    looking_ = false;
    if (error) {
      log_.error("outbox_unreadable", {{"remedy", "see the storage messages"}});
      arm(clock_.wall() + kFirstPause);
      return check_idle();
    }
    take(std::move(work));
  });
}

void Courier::take(Work work) {
  if (!stopping_) {
    for (const auto& message : work.due) {
      const auto lane = lanes_.find(message.sink);
      const Key key{message.seq, message.sink};
      if (lane == lanes_.end() || in_flight_.contains(key) || (once_ && tried_.contains(key))) continue;
      in_flight_.insert(key);
      if (once_) tried_.insert(key);
      send(message, lane->second);
    }
    if (look_again_) return look();
    if (work.next && !once_) arm(*work.next);
  }
  check_idle();
}

void Courier::send(const DueDelivery& message, Lane& lane) {
  auto request = lane.sink->render(message, clock_.wall());
  if (const auto* reason = std::get_if<std::string>(&request)) {
    HttpResult result;
    result.failure = Failure{};
    result.failure->detail = *reason;
    return settle(message, lane, result);
  }
  auto& http = std::get<HttpRequest>(request);
  http.network = lane.network;
  http_.send(std::move(http), [this, message](HttpResult result) {
    const auto lane_now = lanes_.find(message.sink);
    if (lane_now != lanes_.end()) return settle(message, lane_now->second, result);
    in_flight_.erase({message.seq, message.sink});  // its sink was taken out meanwhile: it stays pending
    check_idle();
  });
}

void Courier::settle(const DueDelivery& message, const Lane& lane, const HttpResult& result) {
  const TimePoint now = clock_.wall();
  Attempt attempt;
  attempt.seq = message.seq;
  attempt.sink = message.sink;
  attempt.at = now;
  attempt.status = result.failure ? 0 : result.reply.status;
  attempt.verdict = lane.sink->judge(result);
  if (attempt.verdict == Attempt::Verdict::retry) {
    attempt.error = reason_of(result);
    attempt.next_attempt = now + std::max(backoff(message.attempts), retry_after(result));
    if (attempt.next_attempt - message.at > lane.max_age) attempt.verdict = Attempt::Verdict::dead;
  }
  if (attempt.verdict != Attempt::Verdict::delivered) {
    all_arrived_ = false;
    const bool dead = attempt.verdict == Attempt::Verdict::dead;
    log_.warn(dead ? "delivery_dead" : "delivery_failed",
              {{"sink", message.sink},
               {"event", message.event_id},
               {"attempt", std::to_string(message.attempts + 1)},
               {"error", attempt.error},
               {"next_attempt", dead ? "none" : local_text(attempt.next_attempt)}});
  }
  record(message, std::move(attempt));
}

void Courier::record(const DueDelivery& message, Attempt attempt) {
  const Key key{message.seq, message.sink};
  const auto work = [attempt = std::move(attempt)](Store& store) { store.record({&attempt, 1}); };
  store_.run(work, [this, key](std::exception_ptr error) {
    in_flight_.erase(key);
    if (error) {
      // It stays pending and will be sent again: at least once, never lost.
      all_arrived_ = false;
      log_.error("delivery_not_recorded", {{"sink", key.second}});
      arm(clock_.wall() + kFirstPause);
      return check_idle();
    }
    if (stopping_) return check_idle();
    wake();
  });
}

milliseconds Courier::backoff(std::uint32_t attempts) {
  const auto most = std::min(kLongestPause, kFirstPause * (std::int64_t{1} << std::min(attempts, 20U)));
  std::uniform_int_distribution<std::int64_t> pause(100, most.count());
  return milliseconds{pause(random_)};
}

void Courier::arm(TimePoint next) {
  if (stopping_) return;
  // Looks again within the minute whatever the wall clock says: it may be set meanwhile.
  constexpr milliseconds kLongestWait{60'000};
  timer_.expires_after(std::clamp<milliseconds>(next - clock_.wall(), milliseconds{50}, kLongestWait));
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) wake();
  });
}

void Courier::check_idle() {
  if (!on_idle_ || !in_flight_.empty() || looking_ || look_again_) return;
  auto done = std::move(on_idle_);
  on_idle_ = nullptr;
  done();
}

void Courier::stop(std::function<void()> done) {
  stopping_ = true;
  look_again_ = false;
  timer_.cancel();
  on_idle_ = std::move(done);
  check_idle();
}

void Courier::drain(std::function<void(bool)> done) {
  on_idle_ = [this, done = std::move(done)] { done(all_arrived_); };
  wake();
}

}  // namespace noticed
