// Deliveries as values: what waits for a sink, and what an attempt came to.
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
  slow_down,  // too many: the whole sink pauses; counts as no attempt
  retry,      // may pass later
  drop,       // this message can never pass
  suspend  // the sink itself is wrong (address, secret, robot): stop, keep everything, tell people, look again rarely
};
std::string_view to_text(Verdict verdict);
/// Throws std::invalid_argument for a word that is no verdict.
Verdict verdict_from(std::string_view text);

/// An event that waits for a sink.
struct DueDelivery {
  std::int64_t seq = 0;
  std::string sink;
  std::string event_id;
  TimePoint at{};  // when the event happened
  std::string type;
  Severity severity{};
  std::string body;
  std::uint32_t attempts = 0;
  bool replayed = false;  // sent again because somebody asked for it
};

/// Where a sink stands; kept across restarts.
struct SinkState {
  struct Suspension {
    TimePoint since{};
    std::string reason;
  };
  TimePoint paced{};           // by when all its letters so far are earned, at its pace
  TimePoint pause{};           // nothing is sent before
  std::uint32_t failures = 0;  // letters in a row
  std::optional<Suspension> suspended;
};

/// In what order a sink's events wait.
enum class QueueOrder : std::uint8_t {
  by_number,   // all in one line
  newest,      // of that line the last one only
  by_resource  // one line a resource; the head of each has a time of its own
};

/// What waits for a sink.
struct Outgoing {
  SinkState state;
  std::vector<DueDelivery> due;   // what may be told now, in the order of numbers
  std::int64_t newest = 0;        // the newest event that waits, 0: none does
  std::optional<TimePoint> next;  // by_resource: when the first of those that wait for their time may be tried
};

/// A request that is about to be sent.
struct DeliveryAttempt {
  std::string sink;
  std::vector<std::int64_t> event_ids;  // events
  unsigned number = 1, of = 1;
  TimePoint at{};
  TimePoint paced{};  // the sink's, with this letter
};

/// What came of a request.
struct AttemptResult {
  std::int64_t attempt = 0;  // as given for its posting
  std::string sink;
  std::vector<std::int64_t> event_ids;
  std::vector<std::int64_t> completed;  // told wholly with this letter
  Verdict verdict = Verdict::retry;
  TimePoint at{};
  TimePoint next{};         // when to try again; with slow_down and suspend when the sink may be used again
  bool pause_sink = false;  // with retry: the whole sink waits until then
  int status = 0;           // HTTP status, 0 if none
  std::string reason;       // without secrets; empty when delivered
  std::chrono::seconds max_age{};
};

}  // namespace noticed
