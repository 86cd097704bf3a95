#include "pollers/fetcher.h"

#include <algorithm>
#include <utility>

#include "pollers/backoff.h"

namespace noticed {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr unsigned kAttempts = 3;
constexpr Backoff kBackoff{seconds{1}, seconds{4}};
constexpr unsigned kPatience = 5;    // failures in a row after which requests to a host are not retried
constexpr std::size_t kOwnPart = 4;  // 1/kOwnPart of the places is reserved, in equal shares per host
constexpr double kUnlimited = 1e6;   // requests per second
constexpr int kRefusing = 3;         // so many operations that refuse at once: the host does

/// The refusal as the host's own: a limit that an answer states is that of one operation.
Failure whole(Failure failure) {
  failure.limit.reset();
  return failure;
}

constexpr const char* kAccept = "Accept: application/json";
constexpr const char* kJsonBody = "Content-Type: application/json;charset=utf8";

}  // namespace

struct Fetcher::Operation {
  RateLimit limit;
  std::size_t in_flight = 0;
};

struct Fetcher::Host {
  RateLimit limit;
  std::optional<double> total{};
  double per_second = 3;                          // of each operation
  std::map<std::string, Operation> operations{};  // by their words
  unsigned failures = 0;                          // transient failures in a row
  std::size_t in_flight = 0;
  bool used = false;  // had a request since the last reset

  int refusing() const {
    return static_cast<int>(std::count_if(operations.begin(), operations.end(), [](const auto& operation) {
      return operation.second.limit.pause().has_value();
    }));
  }
};

struct Fetcher::Line {
  Account& account;
  Host& host;
  Operation& operation;
  std::string endpoint;
  std::deque<CallPtr> calls{};
  bool waiting = false;  // for the account's credential
  bool open = true;      // false: dropped by a reset
};

Fetcher::Fetcher(Loop& loop, Transport& transport, std::uint32_t seed)
    : loop_(loop),
      transport_(transport),
      get_headers_(std::make_shared<const HttpHeaders>(std::vector<std::string>{kAccept})),
      post_headers_(std::make_shared<const HttpHeaders>(std::vector<std::string>{kAccept, kJsonBody})),
      random_(seed) {}

Fetcher::~Fetcher() = default;

void Fetcher::reset(std::map<std::string, Pace> paces, std::size_t concurrency, Turns* turns) {
  for (const auto& line : lines_) {
    line->open = false;
    line->calls.clear();  // a call may hold its line
    line->host.used = false;
  }
  lines_.clear();
  hosts_used_ = 0;
  waiting_retries_.clear();
  alarm_.cancel();
  armed_for_.reset();
  next_line_ = 0;
  concurrency_ = concurrency;
  turns_ = turns;
  paces_ = std::move(paces);
  const SteadyPoint now = loop_.clock().steady();
  for (const auto& [endpoint, pace] : paces_) {
    Host& host = host_of(endpoint);
    host.per_second = pace.per_second;
    host.total = pace.total;
    host.limit.configure(pace.total.value_or(kUnlimited), now);
    for (auto& [name, operation] : host.operations) operation.limit.configure(pace.per_second, now);
  }
}

Fetcher::Host& Fetcher::host_of(const std::string& endpoint) {
  const auto known = paces_.find(endpoint);
  const Pace pace = known == paces_.end() ? Pace{endpoint} : known->second;
  auto& host = hosts_[pace.host];
  if (!host)
    host = std::make_unique<Host>(
        Host{RateLimit(pace.total.value_or(kUnlimited), loop_.clock().steady()), pace.total, pace.per_second});
  return *host;
}

Fetcher::LinePtr Fetcher::line(Account& account, const std::string& endpoint, const std::string& operation) {
  Host& host = host_of(endpoint);
  Operation& counted =
      host.operations.try_emplace(operation, Operation{RateLimit(host.per_second, loop_.clock().steady())})
          .first->second;
  const auto same = [&](const LinePtr& line) {
    return &line->account == &account && line->endpoint == endpoint && &line->operation == &counted;
  };
  const auto known = std::find_if(lines_.begin(), lines_.end(), same);
  if (known != lines_.end()) return *known;
  return lines_.emplace_back(std::make_shared<Line>(Line{account, host, counted, endpoint}));
}

double Fetcher::limit(const Line& line) const { return line.operation.limit.ceiling(loop_.clock().steady()); }

std::optional<double> Fetcher::host_limit(const Line& line) const {
  if (!line.host.total) return {};
  return line.host.limit.ceiling(loop_.clock().steady());
}

bool Fetcher::same_operation(const Line& a, const Line& b) { return &a.operation == &b.operation; }
bool Fetcher::same_host(const Line& a, const Line& b) { return &a.host == &b.host; }

const HostPause* Fetcher::pause(const Line& line) {
  if (line.host.limit.pause()) return &*line.host.limit.pause();
  return line.operation.limit.pause() ? &*line.operation.limit.pause() : nullptr;
}

std::vector<Fetcher::HostState> Fetcher::hosts() const {
  std::vector<HostState> hosts;
  for (const auto& [name, host] : hosts_) {
    if (!host->used) continue;
    HostState& state = hosts.emplace_back(HostState{name, host->limit.pause()});
    if (state.pause) continue;
    for (const auto& [word, operation] : host->operations) {
      const auto& pause = operation.limit.pause();
      if (!pause || (state.pause && state.pause->until >= pause->until)) continue;
      state.pause = pause;
      state.operation = word;
    }
  }
  return hosts;
}

void Fetcher::fetch(const LinePtr& line, CallPtr call, SteadyPoint at) {
  if (!line->open) return;
  use(line->host);
  if (at != SteadyPoint{}) {
    waiting_retries_.emplace(at, std::pair(line, std::move(call)));
    return arm(at);
  }
  line->calls.push_back(std::move(call));
  pump_soon();
}

void Fetcher::use(Host& host) {
  if (!std::exchange(host.used, true)) ++hosts_used_;
}

/// A slow host must not occupy the places of all others.
bool Fetcher::has_capacity(const Line& line) const {
  if (in_flight_ >= concurrency_) return false;
  // While probing, one request at a time.
  const Host& host = line.host;
  if (host.limit.probing() && host.in_flight > 0) return false;
  if (line.operation.limit.probing() && line.operation.in_flight > 0) return false;
  const std::size_t own = std::max<std::size_t>(1, concurrency_ / kOwnPart / hosts_used_);
  return host.in_flight < own || in_flight_ + (hosts_used_ - 1) * own < concurrency_;
}

void Fetcher::hold(bool held) {
  held_ = held;
  if (!held_) pump_soon();
}

void Fetcher::pump_soon() {
  if (pumping_ || std::exchange(pump_posted_, true)) return;
  loop_.post([this] {
    pump_posted_ = false;
    pump();
  });
}

void Fetcher::pump() {
  if (std::exchange(pumping_, true)) return;
  const SteadyPoint now = loop_.clock().steady();
  requeue_due_retries(now);
  for (std::size_t idle = 0; idle < lines_.size() && in_flight_ < concurrency_;) {
    next_line_ = next_line_ + 1 < lines_.size() ? next_line_ + 1 : 0;
    const LinePtr line = lines_[next_line_];
    idle = step(line, now) ? 0 : idle + 1;
  }
  if (!waiting_retries_.empty()) arm(waiting_retries_.begin()->first);
  pumping_ = false;
}

/// Whether a turn of the line may have come.
bool Fetcher::may_begin(const Line& line, SteadyPoint now) {
  if (held_ || turns_ == nullptr) return false;
  const auto next = turns_->next_turn(line, now);
  if (next && *next > now) arm(*next);
  return next && *next <= now;
}

/// Sends or starts one request of a line; false if that is not possible now.
bool Fetcher::step(const LinePtr& line, SteadyPoint now) {
  if (line->waiting || (line->calls.empty() && !may_begin(*line, now))) return false;
  use(line->host);
  if (!has_capacity(*line)) return false;
  if (const auto wait = std::max(line->host.limit.wait(now), line->operation.limit.wait(now)); wait.count() > 0) {
    arm(now + wait);
    return false;
  }
  if (!line->account.ready()) {
    line->waiting = true;
    line->account.wait([this, weak = std::weak_ptr<Line>(line)] {
      const auto held = weak.lock();
      if (!held || !held->open) return;
      held->waiting = false;
      pump_soon();
    });
    return false;
  }
  if (line->calls.empty()) return turns_->begin_turn(*line, now);
  const CallPtr call = std::move(line->calls.front());
  line->calls.pop_front();
  send(line, call, now);
  return true;
}

void Fetcher::arm(SteadyPoint at) {
  if (armed_for_ && *armed_for_ <= at) return;
  armed_for_ = at;
  alarm_ = loop_.after(std::max(milliseconds{1}, at - loop_.clock().steady()), [this] {
    armed_for_.reset();
    pump();
  });
}

void Fetcher::send(const LinePtr& line, const CallPtr& call, SteadyPoint now) {
  HttpRequest request;
  request.url.reserve(line->endpoint.size() + call->target.size());
  request.url.append(line->endpoint).append(call->target);
  request.post = call->post;
  request.headers = call->post ? post_headers_ : get_headers_;
  request.timeout = call->timeout;
  const auto signed_as = line->account.sign(request);
  ++call->attempts_;
  ++in_flight_;
  ++line->host.in_flight;
  ++line->operation.in_flight;
  if (const auto* failure = std::get_if<Failure>(&signed_as)) {
    HttpResult result;
    result.failure = *failure;
    loop_.post([this, line, call, result = std::move(result)]() mutable { arrived(line, call, std::move(result)); });
    return;
  }
  line->host.limit.take();
  line->operation.limit.take();
  call->version_ = std::get<CredentialVersion>(signed_as);
  call->sent_ = now;
  transport_.send(std::move(request),
                  [this, line, call](HttpResult result) { arrived(line, call, std::move(result)); });
}

void Fetcher::arrived(const LinePtr& line, const CallPtr& call, HttpResult result) {
  --in_flight_;
  --line->host.in_flight;
  --line->operation.in_flight;
  if (!line->open) return pump();
  const bool answered = !result.failure;
  const bool sent = answered || !result.failure->sign_in;
  const std::string date = answered ? result.reply.date : std::string();
  const auto failure = call->take(std::move(result));
  if (sent && !(failure && failure->kind == FailureKind::auth)) {
    if (answered)
      line->account.accepted(call->version_);
    else
      line->account.unanswered(call->version_);
  }
  if (!failure || reaction_to(*failure) != Reaction::retry) line->host.failures = 0;
  if (sent && !(failure && reaction_to(*failure) == Reaction::slow_down)) {
    line->host.limit.not_refused(call->sent_, !failure);
    line->operation.limit.not_refused(call->sent_, !failure);
  }
  if (!line->open) return pump();
  if (!failure || !again(line, call, *failure, date)) call->done();
  pump();
}

/// Whether another attempt follows. Reports the failure to the host's rate limit and to the account.
bool Fetcher::again(const LinePtr& line, const CallPtr& call, const Failure& failure, const std::string& date) {
  if (failure.sign_in) return false;
  const SteadyPoint now = loop_.clock().steady();
  switch (reaction_to(failure)) {
    case Reaction::none: return false;
    case Reaction::sign_in: {
      const bool helps = line->account.refused(call->version_, failure, date);
      if (!helps || call->signed_again_) return false;
      call->signed_again_ = true;
      line->calls.push_back(call);
      return true;
    }
    case Reaction::slow_down:
      // "Too many requests" is said of one API; "unavailable" of the server.
      if (failure.kind == FailureKind::throttled) line->operation.limit.throttled(call->sent_, now, failure);
      if (failure.kind != FailureKind::throttled || line->host.refusing() >= kRefusing)
        line->host.limit.throttled(call->sent_, now, whole(failure));
      return schedule_retry(line, call, std::max(line->host.limit.wait(now), line->operation.limit.wait(now)));
    case Reaction::retry: {
      if (++line->host.failures > kPatience) return false;
      const milliseconds asked = failure.retry_after.value_or(seconds{0});
      return schedule_retry(line, call, std::max(asked, kBackoff.wait(call->attempts_ - 1, random_)));
    }
  }
  return false;
}

bool Fetcher::schedule_retry(const LinePtr& line, const CallPtr& call, milliseconds pause) {
  const SteadyPoint due = loop_.clock().steady() + pause;
  if (call->attempts_ >= kAttempts || due > call->give_up) return false;
  waiting_retries_.emplace(due, std::pair(line, call));
  arm(due);
  return true;
}

void Fetcher::requeue_due_retries(SteadyPoint now) {
  while (!waiting_retries_.empty() && waiting_retries_.begin()->first <= now) {
    auto [line, call] = std::move(waiting_retries_.begin()->second);
    waiting_retries_.erase(waiting_retries_.begin());
    line->calls.push_back(std::move(call));
  }
}

}  // namespace noticed
