// How long sections may stay unseen. Inside the caller's transaction.
#pragma once

#include <span>

#include "storage/file/connection.h"
#include "storage/model/poll_report.h"

namespace noticed {

/// Replaces all that are stored. Those of accounts without a row are left out.
void replace_promises(Connection& connection, std::span<const SectionPromise> promises);

}  // namespace noticed
