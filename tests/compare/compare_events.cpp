#include "compare/compare_events.h"

#include <regex>

namespace noticed::compare {

using Json = nlohmann::json;

namespace {

/// Events that the history is about: others tell of a loaded machine.
const std::string kScripted = "type NOT LIKE 'noticed.observation.%'";

/// The ids of events and of rows, not the cloud's.
bool is_row_id(const std::string& name, const Json& value) {
  return name == "id" && (!value.is_string() || value.get<std::string>().starts_with("evt_"));
}

bool is_of_the_moment(const std::string& name, const Json& value) {
  if (value.is_structured()) return false;
  return is_row_id(name, value) || name == "summary" || name == "time" || name == "seq" || name.starts_with("chain") ||
         name == "polls" || name == "failing" || name.ends_with("_s") || name.ends_with("_ms") ||
         name.ends_with("seconds");
}

std::string without_moment(const std::string& text, const std::string& dir) {
  static const std::regex kTime("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
  static const std::regex kPort("127\\.0\\.0\\.1:[0-9]+");
  std::string out = std::regex_replace(text, kTime, "TIME");
  out = std::regex_replace(out, kPort, "127.0.0.1:PORT");
  for (auto at = out.find(dir); at != std::string::npos; at = out.find(dir)) out.replace(at, dir.size(), "DIR");
  return out;
}

Json lasting(const Json& value, const std::string& dir) {
  if (value.is_string()) return without_moment(value.get<std::string>(), dir);
  if (!value.is_structured()) return value;
  Json kept = value.is_array() ? Json::array() : Json::object();
  for (const auto& [name, member] : value.items()) {
    if (value.is_array())
      kept.push_back(lasting(member, dir));
    else if (!is_of_the_moment(name, member))
      kept[name] = lasting(member, dir);
  }
  return kept;
}

std::string types_of(const std::vector<Json>& bodies) {
  std::string text;
  for (const auto& body : bodies) text += body.at("type").get<std::string>() + "\n";
  return text;
}

}  // namespace

Events events_of(const test::Scene& scene) {
  Events events;
  for (const auto& row : scene.query("SELECT body FROM events WHERE " + kScripted + " ORDER BY seq")) {
    const Json body = Json::parse(row[0]);
    events[body.value("subject", body.value("source", ""))].push_back(lasting(body, scene.dir().string()));
  }
  return events;
}

std::string deliveries_of(const test::Scene& scene) {
  std::string text;
  for (const auto& row : scene.query("SELECT e.type || ' to ' || d.sink || ': ' || d.state || ' ' || count(*) FROM "
                                     "deliveries d JOIN events e ON e.id = d.event_id WHERE " +
                                     kScripted +
                                     " GROUP BY e.type, d.sink, d.state "
                                     "ORDER BY 1"))
    text += row[0] + "\n";
  return text;
}

void compare_events(const Events& before, const Events& after, Findings& findings) {
  for (const auto& [subject, bodies] : before) {
    const auto found = after.find(subject);
    const std::vector<Json> none;
    const auto& others = found == after.end() ? none : found->second;
    findings.texts("orders of events", subject, types_of(bodies), types_of(others));
    if (types_of(bodies) != types_of(others)) continue;
    for (std::size_t i = 0; i < bodies.size(); ++i)
      findings.documents("event", bodies[i].at("type").get<std::string>() + " of " + subject, bodies[i].dump(),
                         others[i].dump());
  }
  for (const auto& [subject, bodies] : after)
    if (!before.contains(subject)) findings.differs("events", subject, "only NEW has any:\n" + types_of(bodies));
}

}  // namespace noticed::compare
