// The log of events: numbered, chained, and put into the outbox for each sink whose route matches.
// Inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/connection.h"
#include "storage/model/event.h"

namespace noticed {

/// The newest event's number and chain; the next event is number seq + 1.
struct ChainHead {
  std::int64_t seq = 0;
  std::string chain;
};
ChainHead chain_head(Connection& connection);

/// What an event is told about.
struct EventOrigin {
  std::optional<std::int64_t> resource;  // the row's id
  const ResourceInfo* info = nullptr;    // with resource
  std::vector<std::string> effects;
  TimePoint due{};  // from when its messages may be sent
};

/// Appends the event that follows `head`, with one delivery for each matching sink.
void append_event(Connection& connection, const Event& event, const ChainHead& head, const EventOrigin& origin,
                  const Policy& policy);

}  // namespace noticed
