// A sink: where events are told. It turns events into letters, a letter into one HTTP request, and reads the reply. It
// sends nothing itself and has no clock. Network thread only.
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

/// How fast a sink may be fed: one letter each `every`, and up to `burst` of them at once after a rest.
struct SinkPace {
  std::chrono::milliseconds every{1'000};
  unsigned burst = 1;
};

/// One request's worth. The content is the same at every attempt; what hangs on the attempt (time, signature) is added
/// by request().
struct Message {
  std::vector<std::int64_t> events;     // delivered once this letter is, ascending; may be empty before the last part
  std::vector<std::int64_t> event_ids;  // all that it tells of, in part or wholly, ascending
  unsigned number = 1, of = 1;
  std::string id;       // stable: of its one event where it has one
  std::string content;  // the request's body, before signing
  bool replayed = false;
};

struct ReplyAssessment {
  Verdict verdict = Verdict::retry;
  std::string reason{};                              // for people, without secrets; empty when delivered
  std::optional<std::chrono::milliseconds> pause{};  // asked for by the reply; for slow_down always set
};

class Sink {
 public:
  virtual ~Sink() = default;

  virtual SinkPace pace() const = 0;
  /// True: events wait for each other (group_wait) and go in the order of their numbers, one letter in flight.
  /// False: one letter an event; those of different resources do not wait for each other.
  virtual bool groups() const = 0;
  /// At least one letter for at least one event; every event is in `events` of exactly one.
  virtual std::vector<Message> render(std::span<const DueDelivery> events, const RenderContext& context) const = 0;
  /// A letter that says it is a test, under the sink's name.
  virtual Message render_test(const RenderContext& context) const = 0;
  /// The request for one attempt, or why none can be made now (a missing file): that is an attempt to repeat later.
  virtual std::variant<HttpRequest, std::string> request(const Message& message, TimePoint now) = 0;
  /// What the reply means, read from status and body.
  virtual ReplyAssessment judge(const HttpResult& result) const = 0;
};

/// Makes the sink of a configured type from the table in sink_table.cpp; the type must be one of it.
std::unique_ptr<Sink> make_sink(const SinkConfig& config);

}  // namespace noticed
