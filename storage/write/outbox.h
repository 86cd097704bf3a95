// The outbox: what waits for a sink, which requests were made, and what came of them. Of each (sink, resource) line the
// head has a time; those behind it get one when it is done. Inside the caller's transaction.
#pragma once

#include "storage/file/connection.h"
#include "storage/model/delivery.h"
#include "storage/write/event_log.h"

namespace noticed {

Outgoing load_outgoing(Connection& connection, const std::string& sink, QueueOrder order, TimePoint now,
                       std::size_t limit);
std::int64_t store_attempt(Connection& connection, const DeliveryAttempt& attempt);
/// Returns how many events became dead letters.
std::int64_t store_result(EventWriter& writer, const AttemptResult& outcome);

}  // namespace noticed
