// Open outages: kept from their beginning to their end, told at both. Inside the caller's transaction.
#pragma once

#include <vector>

#include "storage/model/notice.h"
#include "storage/write/event_log.h"

namespace noticed {

/// The network, then accounts, services, and what is not looked at.
std::vector<Outage> load_outages(Connection& connection);

/// Keeps and tells it, unless it is on record already.
void store_outage(EventWriter& writer, const Outage& outage);
/// Forgets and tells it, if it is on record.
void end_outage_of(EventWriter& writer, const OutageKey& key);
/// Forgets it without a word.
void forget_outage(Connection& connection, const OutageKey& key);

}  // namespace noticed
