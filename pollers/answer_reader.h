// Normalizes stored answers with this version's pollers, for the store after an upgrade.
#pragma once

#include "pollers/redactor.h"
#include "storage/model/normalizers.h"

namespace noticed {

/// Covers every service. `redactor` has the database's key, so that what this version additionally masks in a stored
/// answer gets the same fingerprint as in the cloud's next answer. The function is thread-safe.
Normalizers built_in_normalizers(const Redactor& redactor);

}  // namespace noticed
