// The names behind the numbers of sections, for readers of the database.
#pragma once

#include "storage/file/connection.h"

namespace noticed {

/// Brings the stored names up to date with services(). Call within a transaction. Throws StoreError (newer) if
/// resources of a service are stored that this version does not know: their rows could not be read.
void store_section_names(Connection& connection);

}  // namespace noticed
