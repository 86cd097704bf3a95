#include "storage/model/quiet.h"

#include "storage/model/envelope.h"

namespace noticed {
Event make_event(const Quiet& what, const EventStamp& stamp, const Policy& policy) {
  Event event{stamp.id, stamp.seq, stamp.at, "noticed.report.quiet", Severity::info, {}, {}};
  EventJson data = data_head(event);
  const Posture& posture = what.posture;
  EventJson oldest;
  if (what.oldest) oldest = {{"at", to_text(what.oldest->at)}, {"resource", what.oldest->resource}};
  data["report"] = {{"since", to_text(what.since)},   {"until", to_text(what.until)},
                    {"resources", posture.resources}, {"observed", posture.observed},
                    {"failing", posture.failing},     {"oldest", std::move(oldest)},
                    {"changes", what.changes},        {"failure_events", posture.failure_events},
                    {"uncovered", posture.uncovered}, {"unknown", posture.unknown},
                    {"examples", posture.examples},   {"chain", posture.chain}};
  seal(event, policy, {}, {}, std::move(data));
  return event;
}

}  // namespace noticed
