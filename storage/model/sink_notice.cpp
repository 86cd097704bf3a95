#include "storage/model/sink_notice.h"

#include "storage/model/envelope.h"

namespace noticed {
namespace {

Event about(const std::string& sink, Event event, EventJson suspension, const Policy& policy) {
  EventJson data = data_head(event);
  data["sink"] = sink;
  data["suspension"] = std::move(suspension);
  seal(event, policy, {}, {}, std::move(data));
  return event;
}

}  // namespace

Event make_event(const SinkSuspended& what, const EventStamp& stamp, const Policy& policy) {
  Event event{stamp.id, stamp.seq, stamp.at, "noticed.sink.suspended", Severity::critical, {}, {}};
  EventJson member{{"since", to_text(what.since)}, {"reason", what.reason}, {"waiting", what.waiting}};
  return about(what.sink, std::move(event), std::move(member), policy);
}

Event make_event(const SinkResumed& what, const EventStamp& stamp, const Policy& policy) {
  Event event{stamp.id, stamp.seq, stamp.at, "noticed.sink.resumed", Severity::info, {}, {}};
  EventJson member{{"since", to_text(what.since)}, {"until", to_text(what.until)}, {"waiting", what.waiting}};
  return about(what.sink, std::move(event), std::move(member), policy);
}

}  // namespace noticed
