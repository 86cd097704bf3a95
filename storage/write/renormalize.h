// After an upgrade: current states, and the answers that were kept behind them, are written as this version would write
// them. No event comes of it, and the next poll finds nothing changed. Inside the caller's transaction.
#pragma once

#include "storage/file/connection.h"
#include "storage/model/normalizers.h"
#include "storage/model/policy.h"

namespace noticed {

/// Services whose version is the stored one cost nothing. An answer that makes no sense any more leaves its section as
/// it is: what the next poll makes of it is told then.
Renormalized renormalize(Connection& connection, const Normalizers& normalizers, const Policy& policy);

}  // namespace noticed
