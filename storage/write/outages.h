// Open outages: stored from begin to end, with an event at both. Inside the caller's transaction.
#pragma once

#include <vector>

#include "storage/model/notice.h"
#include "storage/write/event_log.h"

namespace noticed {

/// In order: network, accounts, services, observation.
std::vector<Outage> load_outages(Connection& connection);

/// Stores it and records its event, unless already on record.
void store_outage(EventWriter& writer, const Outage& outage);
/// Deletes it and records its end, if it is on record.
void end_outage_of(EventWriter& writer, const OutageKey& key);
/// Deletes it without an event.
void forget_outage(Connection& connection, const OutageKey& key);

}  // namespace noticed
