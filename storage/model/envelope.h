// What all event bodies have in common: the CloudEvents 1.0 envelope and how a resource is named. For the files that
// make events.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "storage/model/event.h"

namespace noticed {

/// Keeps the order of members, as the contract shows them.
using EventJson = nlohmann::ordered_json;

/// seq, severity and summary: what every event's data begins with.
EventJson data_head(const Event& event);

EventJson resource_json(const ResourceInfo& resource);

/// "build/48c66c6002964721be537cdc6ce0297b".
std::string subject_of(const ResourceInfo& resource);
/// As people call it: its name, else "build/48c66c60".
std::string label_of(const ResourceInfo& resource);

/// Writes the body. `account` empty: the event is about none; `subject` empty: it has none.
void seal(Event& event, const Policy& policy, const std::string& account, const std::string& subject, EventJson data);

}  // namespace noticed
