// Delivery queue of one sink: renders the events pending in the delivery table as messages, sends them at the sink's
// rate, and records every result in the table. The table is authoritative, memory only a cache: a crash at any
// instruction loses no event and repeats at most the messages in flight. Queues are independent of each other. Network
// thread only.
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
struct LaneParts {
  Loop& loop;
  Transport& transport;
  StoreAccess& store;
  Log& log;
  std::function<void(const std::vector<Event>&)> on_committed;  // events that a result caused
  std::function<void()> rested;                                 // a queue may have come to rest
  std::uint32_t seed = 0;                                       // for random pauses
  std::function<void()> look_at_clock{};                        // called before the clock is read: it may have been set
};

class SinkQueue {
 public:
  SinkQueue(const LaneParts& parts, std::string name);

  /// Applies a configuration generation; messages in flight are not affected. `once`: what is pending is attempted
  /// once, now.
  void configure(const SinkConfig& config, const Destinations& destinations, bool once);
  /// Checks the queue now: something may be pending.
  void wake();
  /// Starts nothing new.
  void stop();
  /// No message in flight and no question to the store pending. With `once`: and nothing left that may be attempted
  /// now.
  bool at_rest() const;
  /// With `once`: whether everything that was pending was delivered.
  bool all_arrived() const { return all_arrived_; }
  const RequestCounts& requests() const { return requests_; }
  void clock_was_set(std::chrono::milliseconds by);

 private:
  using Judge = std::shared_ptr<Sink>;

  /// The wall clock; stored waiting times refer to it.
  TimePoint now() const;
  void look();
  void take(Outgoing outgoing);
  void take_line(std::int64_t newest);
  void take_heads(const std::vector<DueDelivery>& due, std::optional<TimePoint> next);
  void plan();
  void send_next();
  RenderContext context() const;
  std::chrono::milliseconds window_left(std::int64_t newest);
  TimePoint ready_at() const;
  bool may_probe() const;
  std::size_t most_at_once() const;
  void send(Message message, std::uint32_t attempts);
  void post(Message message, std::uint32_t attempts, std::int64_t attempt);
  void arrived(const Message& message, std::uint32_t attempts, std::int64_t attempt, const Judge& judge,
               const HttpResult& result);
  bool refuses_all(const std::string& reason);
  void choose_next(AttemptResult& outcome, const ReplyAssessment& assessment, std::uint32_t attempts);
  void log_result(const Message& message, const AttemptResult& outcome);
  void record_result(const Message& message, AttemptResult outcome);
  void landed(const Message& message);
  void rest(std::chrono::milliseconds longest);
  void come_to_rest();
  void trouble(std::string_view record, std::exception_ptr error);
  std::uint32_t failed_turns() const;
  std::chrono::milliseconds backoff(std::uint32_t attempts);

  LaneParts parts_;
  std::string name_;
  SinkConfig config_;
  Destinations destinations_;
  Judge sink_;
  std::shared_ptr<const Network> network_;
  std::minstd_rand random_;
  Alarm alarm_;
  SinkState state_;

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

  bool looking_ = false;
  bool look_again_ = false;
  bool planning_ = false;
  bool stopping_ = false;
  bool probe_ = false;  // a suspended sink may work again
  bool once_ = false;
  bool resting_ = false;          // `once`: nothing may be attempted now
  bool failed_ = false;           // `once`: the grouping sink's queue is blocked
  std::set<std::int64_t> tried_;  // `once`
  bool all_arrived_ = true;
  RequestCounts requests_{};
};

}  // namespace noticed
