// Interface of a sink, the receiver of events: renders events as messages, a message as one HTTP request, and assesses
// the reply. It sends nothing itself and has no clock. Network thread only.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/message/compose.h"
#include "pollers/http_client.h"
#include "storage/model/delivery.h"

namespace noticed {

/// The sink's rate limit: one message per `every`, and up to `burst` at once after idle time.
struct SinkPace {
  std::chrono::milliseconds every{1'000};
  unsigned burst = 1;
};

/// The content of one request, the same at every attempt; request() adds what changes with the attempt (time,
/// signature).
struct Message {
  std::vector<std::int64_t> events;     // delivered with this message, ascending; may be empty before the last part
  std::vector<std::int64_t> event_ids;  // all events it describes, in part or wholly, ascending
  unsigned number = 1, of = 1;
  std::string id;       // stable; the event's id if it has a single event
  std::string content;  // the request's body, before signing
  bool replayed = false;
};

struct ReplyAssessment {
  Verdict verdict = Verdict::retry;
  std::string reason{};                              // for people, without secrets; empty if delivered
  std::optional<std::chrono::milliseconds> pause{};  // requested by the reply; always set for slow_down
};

class Sink {
 public:
  virtual ~Sink() = default;

  virtual SinkPace pace() const = 0;
  /// True: events are grouped (group_wait) and sent in the order of their numbers, one message in flight. False: one
  /// message per event; those of different resources are independent.
  virtual bool groups() const = 0;
  /// Renders at least one event as at least one message; every event is in `events` of exactly one.
  virtual std::vector<Message> render(std::span<const DueDelivery> events, const RenderContext& context) const = 0;
  /// A message that is marked as a test, under the sink's name.
  virtual Message render_test(const RenderContext& context) const = 0;
  /// The request for one attempt, or why none can be made now (a missing file): the attempt is then repeated later.
  virtual std::variant<HttpRequest, std::string> request(const Message& message, TimePoint now) = 0;
  /// Assesses the reply by its status and body.
  virtual ReplyAssessment judge(const HttpResult& result) const = 0;
};

/// Creates a sink of the configured type, which must be in the table in sink_table.cpp.
std::unique_ptr<Sink> make_sink(const SinkConfig& config);

}  // namespace noticed
