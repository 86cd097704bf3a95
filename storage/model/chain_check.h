// Whether stored events are what they were when they were told: the chain over their bodies, and the columns beside
// each body. Pure; one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

/// What is wrong with one thing in the history.
struct Damage {
  std::int64_t seq = 0;  // the event; 0: it is about none
  std::string event_id;  // as its column says; empty: it is about none, or the event is not there
  std::string what;      // what was expected, and what is there
};

/// A row of the history as it was read.
struct StoredChange {
  std::string op, path;
  std::string before, after;  // JSON text, empty when absent
  std::string effect, severity;
};
struct StoredEvent {
  std::int64_t seq = 0;
  std::string id;
  TimePoint at{};
  std::string type, severity, summary, body, chain;
  std::vector<StoredChange> changes;  // of `noticed.settings.changed`, in the order in which they were stored
};

class ChainCheck {
 public:
  /// The first event follows `seq`, whose chain value is `chain`; 0 and empty at the very beginning.
  ChainCheck(std::int64_t seq, std::string chain) : seq_(seq), chain_(std::move(chain)) {}

  /// The event that comes next in the table. Returns what is wrong, the first cause first; empty: nothing. After a
  /// break it goes on from what is stored, so that one changed body is one damage.
  std::vector<Damage> take(const StoredEvent& event);

  /// The newest event taken.
  std::int64_t seq() const { return seq_; }
  const std::string& chain() const { return chain_; }

 private:
  std::int64_t seq_;
  std::string chain_;
};

}  // namespace noticed
