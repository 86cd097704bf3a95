// The outbox: pending events per sink, the attempts to deliver them, and their results. Of each (sink, resource) queue
// only the head has a due time; the next event gets one when the head is done. Inside the caller's transaction.
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
