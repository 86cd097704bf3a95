// The event log: numbers events, chains them, and puts them into the outbox for each sink whose route matches. Inside
// the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/file/connection.h"
#include "storage/model/event.h"

namespace noticed {

/// The newest event's number and chain; the next event is number seq + 1.
struct ChainHead {
  std::int64_t seq = 0;
  std::string chain;
};
ChainHead chain_head(Connection& connection);

/// What an event is about, when it happened, and which sinks get it.
struct EventOrigin {
  std::optional<std::int64_t> resource;  // the row's id
  const ResourceInfo* info = nullptr;    // with resource
  std::vector<std::string> effects;
  TimePoint at{};                  // when it happened
  TimePoint due{};                 // its messages may be sent from then on
  std::string account;             // if no resource: the account concerned, if any
  std::optional<Service> service;  // if no resource: the service concerned, if any
  std::string only_to;             // the only sink that gets it, whatever its route; empty: routes decide
  std::string not_to;              // a sink that does not get it
};

/// Appends the event that follows `head`, with one delivery for each matching sink.
void append_event(Connection& connection, const Event& event, const ChainHead& head, const EventOrigin& origin,
                  const Policy& policy);

/// Makes the next event from `what` (a struct of storage/model/event.h or notice.h) and appends it.
template <typename What>
Event record_event(Connection& connection, const What& what, const EventOrigin& origin, const Policy& policy) {
  const ChainHead head = chain_head(connection);
  const EventStamp stamp{new_event_id(origin.at), head.seq + 1, origin.at};
  Event event = make_event(what, stamp, policy);
  append_event(connection, event, head, origin, policy);
  return event;
}

/// Records the events of one transaction, all at one time, and collects them for the log.
class EventWriter {
 public:
  /// `connection` and `policy` must outlive it.
  EventWriter(Connection& connection, const Policy& policy, TimePoint now)
      : connection_(connection), policy_(policy), now_(now) {}

  /// `what.resource` must describe this row.
  template <typename What>
  void record_resource(std::int64_t resource, const What& what) {
    EventOrigin origin;
    origin.resource = resource;
    origin.info = &what.resource;
    origin.at = origin.due = now_;
    record_as(origin, what);
  }
  /// For an event without a resource; empty account: it concerns none.
  template <typename What>
  void record(const std::string& account, std::optional<Service> service, const What& what) {
    EventOrigin origin;
    origin.at = origin.due = now_;
    origin.account = account;
    origin.service = service;
    record_as(origin, what);
  }

  template <typename What>
  void record_as(const EventOrigin& origin, const What& what) {
    events_.push_back(record_event(connection_, what, origin, policy_));
  }

  Connection& connection() { return connection_; }
  const Policy& policy() const { return policy_; }
  TimePoint now() const { return now_; }
  std::vector<Event> take() { return std::move(events_); }

 private:
  Connection& connection_;
  const Policy& policy_;
  TimePoint now_;
  std::vector<Event> events_;
};

}  // namespace noticed
