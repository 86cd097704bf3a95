#include "storage/model/envelope.h"

#include "storage/model/wording/summary.h"

namespace noticed {

EventJson data_head(const Event& event) {
  return {{"seq", event.seq}, {"severity", to_text(event.severity)}, {"summary", ""}};
}

EventJson resource_json(const ResourceInfo& resource) {
  EventJson json{{"account", resource.account}, {"region", resource.region}, {"service", to_text(resource.service)},
                 {"id", resource.id},           {"name", resource.name},     {"project_id", resource.project_id}};
  if (!resource.project_name.empty()) json["project_name"] = resource.project_name;
  json["labels"] = resource.labels;
  return json;
}

std::string subject_of(const ResourceInfo& resource) {
  return std::string(to_text(resource.service)) + "/" + resource.id;
}

/// Structured content mode; `source` is urn:noticed:HOST[:ACCOUNT].
void seal(Event& event, const Policy& policy, const std::string& account, const std::string& subject, EventJson data) {
  event.summary = summary_of(Language::en, event.type, nlohmann::json(data), policy.destinations);
  data["summary"] = event.summary;
  std::string source = "urn:noticed:" + policy.host;
  if (!account.empty()) source += ":" + account;
  EventJson body{{"specversion", "1.0"}, {"id", event.id}, {"source", std::move(source)}, {"type", event.type}};
  if (!subject.empty()) body["subject"] = subject;
  body["time"] = to_text(event.at);
  body["datacontenttype"] = "application/json";
  body["data"] = std::move(data);
  // Names and error texts are external input: invalid UTF-8 is replaced, never rejected.
  event.body = body.dump(-1, ' ', false, EventJson::error_handler_t::replace);
}

}  // namespace noticed
