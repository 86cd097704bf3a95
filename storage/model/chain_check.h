// Checks that stored events are unaltered: the hash chain over their bodies, and the columns beside each body. Pure;
// one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/clock.h"

namespace noticed {

/// One inconsistency in the history.
struct Damage {
  std::int64_t seq = 0;  // the event; 0 if it concerns none
  std::string event_id;  // from its column; empty if it concerns no event or the event is missing
  std::string what;      // what was expected and what was found
};

/// A row of the table of changes, as read.
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
  std::vector<StoredChange> changes;  // of `noticed.settings.changed`, in stored order
};

class ChainCheck {
 public:
  /// Starts after event `seq`, whose chain value is `chain`; 0 and empty at the very beginning.
  ChainCheck(std::int64_t seq, std::string chain) : seq_(seq), chain_(std::move(chain)) {}

  /// Checks the next event in the table. Returns the inconsistencies found, the root cause first. After a break it
  /// continues from the stored chain value, so that one altered body is reported once.
  std::vector<Damage> take(const StoredEvent& event);

  /// The newest event checked.
  std::int64_t seq() const { return seq_; }
  const std::string& chain() const { return chain_; }

 private:
  std::int64_t seq_;
  std::string chain_;
};

}  // namespace noticed
