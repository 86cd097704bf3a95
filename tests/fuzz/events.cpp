// Events about things that people named: the body says so in JSON, and every chat tells of it without harm.
#include <nlohmann/json.hpp>

#include "fuzz/event_text.h"
#include "fuzz/targets.h"
#include "fuzz/text.h"
#include "fuzz/told_everywhere.h"

namespace noticed::fuzz {

void tell_events(std::string_view input) {
  std::vector<DueDelivery> told;
  for (const Event& event : events_from(input)) {
    const auto body = nlohmann::json::parse(event.body, nullptr, false);
    require(body.is_object() && !holds(event.body, "\n"), "a body that is no object on one line");
    require(body.value("specversion", "") == "1.0" && body.value("type", "") == event.type, "a body of no CloudEvent");
    told.push_back(waiting(event.seq, event.type, event.severity, event.body));
  }
  tell_everywhere(told);
}

}  // namespace noticed::fuzz
