// Reads which events were delivered to which sinks, for the commands about deliveries. Opens the database read-only
// beside a running daemon; short transactions.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/delivery.h"
#include "storage/read/history.h"

namespace noticed {

struct DeliveryRow {
  std::int64_t seq = 0;
  std::string event_id;
  TimePoint at{};
  std::string type, severity, summary, sink, state;
  std::int64_t attempts = 0, replays = 0;
  std::optional<TimePoint> queued, next, delivered;
  std::optional<int> status;
  std::string error;
};

struct DeliveryFilter {
  std::string state;               // pending, delivered, dead; empty: any
  std::string sink;                // empty: any
  std::optional<TimePoint> since;  // of the event
  std::size_t limit = 100;         // newest first
  std::string after;               // a cursor (storage/read/cursor.h): only rows after it
};

/// One attempt to deliver an event.
struct AttemptRow {
  std::string sink;
  TimePoint began{};
  std::optional<TimePoint> ended;
  unsigned part = 1, parts = 1;
  std::int64_t events = 1;  // number of events in the message
  std::string verdict;      // empty: no result on record
  std::optional<int> status;
  std::string reason;
};

/// All that is stored about one event.
struct EventStory {
  std::int64_t seq = 0;
  std::string id, type, severity, summary, body, chain;
  TimePoint at{};
  std::vector<ChangeRow> changes;
  std::vector<DeliveryRow> deliveries;  // by sink
  std::vector<AttemptRow> attempts;     // in the order in which they began
};

struct SinkRow {
  std::string name;
  std::int64_t pending = 0, dead = 0;
  std::optional<TimePoint> oldest;  // since when the oldest pending one waits
  SinkState state;
};

class Connection;

class DeliveryHistory {
 public:
  /// Throws StoreError (no such file, no permission, not ours, newer).
  explicit DeliveryHistory(const std::filesystem::path& path);
  explicit DeliveryHistory(std::shared_ptr<Connection> connection);
  ~DeliveryHistory();
  DeliveryHistory(const DeliveryHistory&) = delete;
  DeliveryHistory& operator=(const DeliveryHistory&) = delete;

  /// Throws NotACursor.
  std::vector<DeliveryRow> deliveries(const DeliveryFilter& filter) const;
  /// Numbers of the events that `text` may mean: "#1842", "1842", an id, or a prefix of an id. At most ten.
  std::vector<std::int64_t> find(const std::string& text) const;
  EventStory story(std::int64_t seq) const;
  /// All sinks that ever had a delivery, by name.
  std::vector<SinkRow> sinks() const;

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace noticed
