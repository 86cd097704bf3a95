// Values for deliveries: the queue of a sink and the results of attempts.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/policy.h"

namespace noticed {

/// What a sink's reply means, read from status and body.
enum class Verdict : std::uint8_t {
  delivered,
  slow_down,  // rate-limited: the whole sink pauses; not counted as an attempt
  retry,      // temporary failure
  drop,       // this message can never be accepted
  suspend  // the sink itself is broken (address, secret, robot): stop, keep all messages, notify people, probe rarely
};
std::string_view to_text(Verdict verdict);

/// A pending event of a sink.
struct DueDelivery {
  std::int64_t seq = 0;
  std::string sink;
  std::string event_id;
  TimePoint at{};  // when the event happened
  std::string type;
  Severity severity{};
  std::string body;
  std::uint32_t attempts = 0;
  bool replayed = false;  // sent again on request
};

/// State of a sink; kept across restarts.
struct SinkState {
  struct Suspension {
    TimePoint since{};
    std::string reason;
  };
  TimePoint paced{};           // token-bucket clock: when the bucket is full again after all messages so far
  TimePoint pause{};           // nothing is sent before
  std::uint32_t failures = 0;  // failed messages in a row
  std::optional<Suspension> suspended;
};

/// How a sink's pending events are queued.
enum class QueueOrder : std::uint8_t {
  by_number,   // one queue
  newest,      // one queue, of which only the last event is sent
  by_resource  // one queue per resource; the head of each has its own due time
};

/// The pending events of a sink.
struct Outgoing {
  SinkState state;
  std::vector<DueDelivery> due;   // may be sent now, in order of numbers
  std::int64_t newest = 0;        // newest pending event; 0 if none
  std::optional<TimePoint> next;  // by_resource: earliest due time of the heads not yet due
};

/// A request about to be sent.
struct DeliveryAttempt {
  std::string sink;
  std::vector<std::int64_t> event_ids;
  unsigned number = 1, of = 1;
  TimePoint at{};
  TimePoint paced{};  // the sink's, including this message
};

/// The result of an attempt.
struct AttemptResult {
  std::int64_t attempt = 0;  // as returned by begin_attempt
  std::string sink;
  std::vector<std::int64_t> event_ids;
  std::vector<std::int64_t> completed;  // fully delivered with this message
  Verdict verdict = Verdict::retry;
  TimePoint at{};
  TimePoint next{};         // when to try again; for slow_down and suspend, when the sink may be used again
  bool pause_sink = false;  // for retry: the whole sink waits until `next`
  int status = 0;           // HTTP status, 0 if none
  std::string reason;       // without secrets; empty when delivered
  std::chrono::seconds max_age{};
};

}  // namespace noticed
