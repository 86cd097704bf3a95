#include "storage/model/quiet.h"

#include "storage/model/envelope.h"

namespace noticed {
namespace {

std::string uncovered_of(const Posture& posture) {
  if (posture.uncovered == 0) return "";
  return "; nobody is alerted of " + std::to_string(posture.uncovered) +
         (posture.uncovered == 1 ? " failure event" : " failure events");
}

}  // namespace

std::string summarize(const Quiet& what) {
  const std::string observed = std::to_string(what.posture.observed) + " of " + std::to_string(what.posture.resources) +
                               " resources observed" + uncovered_of(what.posture);
  if (what.changes == 0) return "all quiet: no changes, " + observed;
  return std::to_string(what.changes) + (what.changes == 1 ? " change: " : " changes: ") + observed;
}

Event make_event(const Quiet& what, const EventStamp& stamp, const Policy& policy) {
  Event event{stamp.id, stamp.seq, stamp.at, "noticed.report.quiet", Severity::info, summarize(what), {}};
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
