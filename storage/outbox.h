// The outbox: which messages may be tried now, and what came of the attempts. The head of each (sink, resource) line
// has a time; those behind it get one when it is done. Inside the caller's transaction.
#pragma once

#include <span>
#include <vector>

#include "storage/connection.h"

namespace noticed {

std::vector<DueDelivery> load_due(Connection& connection, TimePoint now, std::size_t limit);
std::optional<TimePoint> load_next_delivery(Connection& connection, TimePoint after);
void store_attempt(Connection& connection, const Attempt& attempt);

}  // namespace noticed
