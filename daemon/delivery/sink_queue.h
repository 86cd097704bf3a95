// Delivery queue of one sink: renders the events pending in the delivery table as messages, sends them at the sink's
// rate, and records every result in the table. The table is authoritative, memory only a cache: a crash at any
// instruction loses no event and repeats at most the messages in flight. Queues are independent of each other. Network
// thread only.
//
// How a queue uses its table (messages in flight are not shown):
//
//   idle ────┐ wake         ┌─ nothing may be sent now ─────► idle     until an alarm or a wake
//            ├────► querying┼─ too soon, or one in flight ──► waiting  for an alarm or a result
//   waiting ─┘       ▲  │   └─ the group is complete ───────► planning ─ rendered, the first is sent ─► waiting
//             reply  │  ▼ wake
//             querying_again
//
//   stop() during a query (querying, querying_again, planning): stopping, then stopped when the reply arrives.
//   stop() in any other state: stopped at once.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "daemon/runtime/log.h"
#include "daemon/runtime/store_access.h"
#include "daemon/sinks/sink.h"
#include "pollers/loop.h"

namespace noticed {

/// Requests made to a sink, by result, in the order of Verdict.
using RequestCounts = std::array<std::uint64_t, 5>;

using Destinations = std::map<std::string, std::string, std::less<>>;

/// Shared by all queues; must outlive them.
struct QueueParts {
  Loop& loop;
  Transport& transport;
  StoreAccess& store;
  Log& log;
  std::function<void(const std::vector<Event>&)> on_committed;  // events that a result caused
  std::uint32_t seed = 0;                                       // for random pauses
  bool once = false;                    // each event is attempted one time, and nothing is waited for
  std::function<void()> on_idle{};      // a queue may have become idle
  std::function<void()> check_clock{};  // called before the clock is read: it may have been set
};

class SinkQueue {
 public:
  SinkQueue(const QueueParts& parts, std::string name);

  /// Applies a configuration generation; messages in flight are not affected.
  void configure(const SinkConfig& config, const Destinations& destinations);
  /// Checks the queue now: something may be pending.
  void wake();
  /// Starts nothing new.
  void stop();
  /// Nothing in flight, no reply of the store outstanding, and nothing that may be sent now. Stays so once stopped.
  bool idle() const { return flights_ == 0 && (state_ == QueueState::idle || state_ == QueueState::stopped); }
  /// With `once`, when idle: whether everything that was pending was delivered.
  bool all_delivered() const { return all_delivered_; }
  const RequestCounts& requests() const { return requests_; }
  void clock_was_set(std::chrono::milliseconds by);

 private:
  enum class QueueState : std::uint8_t { idle, waiting, querying, querying_again, planning, stopping, stopped };
  using SinkPtr = std::shared_ptr<Sink>;

  /// The wall clock; stored waiting times refer to it.
  TimePoint now() const;
  void query();
  bool stopped_at_reply();
  void take(Outgoing outgoing);
  void take_grouped(const Outgoing& outgoing);
  void take_separate(const Outgoing& outgoing);
  void plan();
  void send_next();
  RenderContext context() const;
  std::chrono::milliseconds window_left(std::int64_t newest);
  TimePoint ready_at() const;
  bool may_probe() const;
  bool attempted(std::int64_t event) const { return attempted_ && attempted_->contains(event); }
  std::size_t most_at_once() const;
  void send(Message message, std::uint32_t attempts);
  void request(Message message, std::uint32_t attempts, std::int64_t attempt);
  void on_reply(const Message& message, std::uint32_t attempts, std::int64_t attempt, const SinkPtr& sink,
                const HttpResult& result);
  bool refuses_all(const std::string& reason);
  void choose_next(AttemptResult& outcome, const ReplyAssessment& assessment, std::uint32_t attempts);
  void log_result(const Message& message, const AttemptResult& outcome);
  void record_result(const Message& message, AttemptResult outcome);
  void end_flight(const Message& message);
  void wake_after(std::chrono::milliseconds delay);
  void become_idle(std::chrono::milliseconds longest);
  void on_store_error(std::string_view record, std::exception_ptr error);
  std::uint32_t failures_one_at_a_time() const;

  QueueParts parts_;
  std::string name_;
  SinkConfig config_;
  Destinations destinations_;
  SinkPtr sink_;
  std::shared_ptr<const Network> network_;
  std::minstd_rand random_;
  Alarm alarm_;
  QueueState state_ = QueueState::waiting;
  SinkState stored_;  // as of the last query

  std::deque<Message> plan_;          // grouping sinks: rendered messages that are still to be sent
  std::size_t most_;                  // events per plan; fewer after a message was refused
  unsigned refusals_ = 0;             // consecutive permanent refusals with the same text
  std::string refused_in_;            // that text
  std::set<std::int64_t> in_flight_;  // events
  std::size_t flights_ = 0;
  // The group that is growing: its start, its newest event, and when that was added.
  std::optional<SteadyPoint> opened_;
  SteadyPoint grew_{};
  std::int64_t newest_ = 0;

  bool probe_ = false;                               // at the next query: a suspended sink may work again
  std::optional<std::set<std::int64_t>> attempted_;  // with `once`: events
  bool all_delivered_ = true;
  RequestCounts requests_{};
};

}  // namespace noticed
