// After an upgrade: rewrites current states, and the answers stored with them, as this version would write them.
// Records no event; the next poll finds no change because of it. Inside the caller's transaction.
#pragma once

#include "storage/file/connection.h"
#include "storage/model/normalizers.h"
#include "storage/model/policy.h"

namespace noticed {

/// Services with an unchanged version are skipped. A section whose stored answer can no longer be parsed stays
/// unchanged; a difference is then reported by the next poll.
Renormalized renormalize(Connection& connection, const Normalizers& normalizers, const Policy& policy);

}  // namespace noticed
