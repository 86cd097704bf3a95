// The common part of all event bodies: the CloudEvents 1.0 envelope and how a resource is named. Used only by the files
// that make events.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "storage/model/event.h"

namespace noticed {

/// Keeps members in insertion order, as the contract shows them.
using EventJson = nlohmann::ordered_json;

/// The first members of every event's data: seq, severity and summary, which seal() fills in.
EventJson data_head(const Event& event);

EventJson resource_json(const ResourceInfo& resource);

/// "build/48c66c6002964721be537cdc6ce0297b".
std::string subject_of(const ResourceInfo& resource);

/// Writes the summary from the data, then the body. Empty `account`: the event concerns none; empty `subject`: it has
/// none.
void seal(Event& event, const Policy& policy, const std::string& account, const std::string& subject, EventJson data);

}  // namespace noticed
